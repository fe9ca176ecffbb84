# The image holds one static program and nothing else: no shell, no package manager, no root.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /folkmoot ./cmd/folkmoot \
    && mkdir /data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /folkmoot /folkmoot
# A volume that is empty takes its owner from here.
COPY --from=build --chown=65532:65532 /data /data
ENV FOLKMOOT_DATA=/data \
    FOLKMOOT_LISTEN=:8080
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/folkmoot", "health"]
ENTRYPOINT ["/folkmoot"]
CMD ["serve"]
