package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// partSize is how much of a large file is sent at a time.
const partSize = 16 << 20

// An S3 is a store in a bucket of an object store that speaks as Amazon's S3 does. What arrives waits on this machine until it is
// known to be whole.
type S3 struct {
	*yard
	client *minio.Client
	bucket string
	where  string
}

// A Bucket says where an S3 is.
type Bucket struct {
	host, name, region string
	key, secret        string // "" for those of the environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
	plain              bool   // without TLS, for a network of one's own
}

// ReadBucket reads "s3://KEY:SECRET@host:port/bucket?region=eu-west-2&insecure=1". Signs in the secret such as / and + are written %2F
// and %2B.
func ReadBucket(address string) (*Bucket, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("this is not an address; signs in the secret such as / are written %2F")
	}
	b := &Bucket{host: u.Host, name: strings.Trim(u.Path, "/"), region: u.Query().Get("region"), key: u.User.Username()}
	b.secret, _ = u.User.Password()
	b.plain = u.Query().Get("insecure") == "1"
	switch {
	case u.Scheme != "s3":
		return nil, errors.New("it begins with s3://")
	case u.Hostname() == "" || b.name == "" || strings.Contains(b.name, "/"):
		return nil, errors.New("it is s3://, a host, / and a bucket")
	case (b.key == "") != (b.secret == ""):
		return nil, errors.New("the key and its secret belong together")
	}
	if b.region == "" {
		b.region = "us-east-1" // what those that have no regions answer to
	}
	return b, nil
}

// String is where the bucket is, without its secret.
func (b *Bucket) String() string { return "s3://" + b.host + "/" + b.name }

// NewS3 opens a store in a bucket; dir is the folder of this machine in which files wait until they are kept.
func NewS3(b *Bucket, dir string) (*S3, error) {
	keys := credentials.NewStaticV4(b.key, b.secret, "")
	if b.key == "" {
		keys = credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.EnvMinio{}})
	}
	client, err := minio.New(b.host, &minio.Options{Creds: keys, Secure: !b.plain, Region: b.region, MaxRetries: 3})
	if err != nil {
		return nil, fmt.Errorf("open store of files: %w", err)
	}
	y, err := openYard(dir)
	if err != nil {
		return nil, err
	}
	return &S3{y, client, b.name, b.String()}, nil
}

// String is where the store is.
func (s *S3) String() string { return s.where }

// Keep is that of Store.
func (s *S3) Keep(ctx context.Context, in *Incoming) error {
	_, err := s.client.PutObject(ctx, s.bucket, key(in.Sum), io.NewSectionReader(in.file, 0, in.Size), in.Size,
		minio.PutObjectOptions{ContentType: "application/octet-stream", PartSize: partSize, NumThreads: 1, DisableContentSha256: false})
	return err
}

// Open is that of Store.
func (s *S3) Open(ctx context.Context, sum string) (File, error) {
	if !isSum(sum) {
		return nil, ErrNotFound
	}
	info, err := s.client.StatObject(ctx, s.bucket, key(sum), minio.StatObjectOptions{})
	if isMissing(err) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	object, err := s.client.GetObject(ctx, s.bucket, key(sum), minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return s3File{object, info.Size}, nil
}

// An s3File is an open file of a bucket.
type s3File struct {
	*minio.Object
	size int64
}

// Size is how many bytes it has.
func (f s3File) Size() int64 { return f.size }

// Remove is that of Store.
func (s *S3) Remove(ctx context.Context, sum string) error {
	if !isSum(sum) {
		return ErrNotFound
	}
	if err := s.client.RemoveObject(ctx, s.bucket, key(sum), minio.RemoveObjectOptions{}); err != nil && !isMissing(err) {
		return fmt.Errorf("remove file: %w", err)
	}
	return nil
}

// Each is that of Store.
func (s *S3) Each(ctx context.Context, fn func(sum string, kept time.Time) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the list ends with it
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Recursive: true}) {
		if object.Err != nil {
			return fmt.Errorf("list files: %w", object.Err)
		}
		if sum := path.Base(object.Key); isSum(sum) && object.Key == key(sum) {
			if err := fn(sum, object.LastModified); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// key is what a file is called in the bucket.
func key(sum string) string { return where(sum) }

func isMissing(err error) bool {
	return err != nil && minio.ToErrorResponse(err).StatusCode == http.StatusNotFound
}

// Check writes a file to a store, reads it and removes it.
func Check(ctx context.Context, s Store) error {
	const words = "Whether files can be kept here."
	sum, _, err := Put(ctx, s, strings.NewReader(words), int64(len(words)))
	if err != nil {
		return err
	}
	file, err := s.Open(ctx, sum)
	if err != nil {
		return err
	}
	got, err := io.ReadAll(file)
	if err == nil && string(got) != words {
		err = errors.New("what was read is not what was written")
	}
	return errors.Join(err, file.Close(), s.Remove(ctx, sum))
}
