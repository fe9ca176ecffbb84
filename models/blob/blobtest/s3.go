package blobtest

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// An S3 answers as an object store does, as far as a store of files asks it. It checks no signatures.
type S3 struct {
	Address string           // for FOLKMOOT_FILES
	Now     func() time.Time // when something is kept; time.Now

	mu      sync.Mutex
	objects map[string]object
	parts   map[string]map[int][]byte // by upload
	down    bool
	begun   int
}

type object struct {
	content []byte
	kept    time.Time
}

const bucket = "files"

// NewS3 starts one with an empty bucket, for as long as the test lasts.
func NewS3(t testing.TB) *S3 {
	t.Helper()
	s := &S3{Now: time.Now, objects: map[string]object{}, parts: map[string]map[int][]byte{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.Address = "s3://key:se%2Fcret@" + strings.TrimPrefix(server.URL, "http://") + "/" + bucket + "?insecure=1"
	return s
}

// Down has it answer 503 to everybody, until it is called with false.
func (s *S3) Down(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

// Keys are the names of all that it holds.
func (s *S3) Keys() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var keys []string
	for key := range s.objects {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (s *S3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := content(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	key, inside := strings.CutPrefix(strings.TrimPrefix(r.URL.Path, "/"+bucket), "/")
	q := r.URL.Query()
	switch {
	case err != nil:
		fail(w, http.StatusBadRequest, "IncompleteBody")
	case s.down:
		fail(w, http.StatusServiceUnavailable, "SlowDown")
	case !strings.Contains(r.Header.Get("Authorization"), "Credential=key/"):
		fail(w, http.StatusForbidden, "AccessDenied")
	case !inside || key == "":
		s.list(w)
	case r.Method == http.MethodPost && q.Has("uploads"):
		s.begun++
		id := strconv.Itoa(s.begun)
		s.parts[id] = map[int][]byte{}
		answer(w, "<InitiateMultipartUploadResult><Bucket>"+bucket+"</Bucket><Key>"+key+"</Key><UploadId>"+id+"</UploadId></InitiateMultipartUploadResult>")
	case r.Method == http.MethodPost:
		s.complete(w, key, q.Get("uploadId"))
	case r.Method == http.MethodPut && q.Has("partNumber"):
		n, _ := strconv.Atoi(q.Get("partNumber"))
		s.parts[q.Get("uploadId")][n] = body
		w.Header().Set("ETag", tag(body))
	case r.Method == http.MethodPut:
		s.objects[key] = object{body, s.Now()}
		w.Header().Set("ETag", tag(body))
	case r.Method == http.MethodDelete:
		delete(s.objects, key)
		w.WriteHeader(http.StatusNoContent)
	default:
		s.get(w, r, key)
	}
}

func (s *S3) get(w http.ResponseWriter, r *http.Request, key string) {
	o, ok := s.objects[key]
	if !ok {
		fail(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("ETag", tag(o.content))
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", o.kept, bytes.NewReader(o.content))
}

func (s *S3) complete(w http.ResponseWriter, key, id string) {
	var whole []byte
	for n := 1; s.parts[id][n] != nil; n++ {
		whole = append(whole, s.parts[id][n]...)
	}
	delete(s.parts, id)
	s.objects[key] = object{whole, s.Now()}
	answer(w, "<CompleteMultipartUploadResult><Bucket>"+bucket+"</Bucket><Key>"+key+"</Key><ETag>"+tag(whole)+"</ETag></CompleteMultipartUploadResult>")
}

func (s *S3) list(w http.ResponseWriter) {
	var out strings.Builder
	out.WriteString("<ListBucketResult><Name>" + bucket + "</Name><IsTruncated>false</IsTruncated>")
	for key, o := range s.objects {
		out.WriteString("<Contents><Key>")
		_ = xml.EscapeText(&out, []byte(key)) // a Builder takes everything
		fmt.Fprintf(&out, "</Key><LastModified>%s</LastModified><ETag>%s</ETag><Size>%d</Size></Contents>",
			o.kept.UTC().Format("2006-01-02T15:04:05.000Z"), tag(o.content), len(o.content))
	}
	out.WriteString("</ListBucketResult>")
	answer(w, out.String())
}

// content reads a body, which comes in signed pieces over plain http: their size in hexadecimal digits, what signs them, and they.
func content(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("X-Amz-Content-Sha256"), "STREAMING-") {
		return io.ReadAll(r.Body)
	}
	var whole bytes.Buffer
	pieces := bufio.NewReader(r.Body)
	for {
		line, err := pieces.ReadString('\n')
		if err != nil {
			return nil, err
		}
		digits, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		size, err := strconv.ParseInt(digits, 16, 64)
		if err != nil || size == 0 {
			_, _ = io.Copy(io.Discard, pieces) // what signs the whole
			return whole.Bytes(), err
		}
		if _, err := io.CopyN(&whole, pieces, size); err != nil {
			return nil, err
		}
		if _, err := pieces.Discard(2); err != nil {
			return nil, err
		}
	}
}

func tag(content []byte) string {
	sum := md5.Sum(content)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func answer(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/xml")
	_, _ = io.WriteString(w, xml.Header+body) // whoever asked sees that it failed
}

func fail(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, xml.Header+"<Error><Code>"+code+"</Code><Message>"+code+"</Message></Error>")
}
