package request_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
)

func read(kind string, body []byte) (*request.Form, error) {
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPost, "/new?title=from-the-address", bytes.NewReader(body))
	c.Request.Header.Set("Content-Type", kind)
	return request.ReadForm(c)
}

func TestReadForm_TidiesWhatBrowsersSend(t *testing.T) {
	f, err := read("application/x-www-form-urlencoded", []byte("body=one%0D%0Atwo%00&bad=a%ffb&title=+a%0D%0Ab+&keep=1&keep=2&password=+x+"))
	if err != nil {
		t.Fatal(err)
	}
	if f.Text("body") != "one\ntwo" || f.Line("title") != "a  b" || f.Secret("password") != " x " {
		t.Errorf("body %q, title %q, password %q", f.Text("body"), f.Line("title"), f.Secret("password"))
	}
	if f.Line("bad") != "a\uFFFDb" {
		t.Errorf("broken characters became %q", f.Line("bad"))
	}
	if !f.Is("keep", "2") || f.Is("keep", "3") || len(f.All("keep")) != 2 || f.File("picture1") != nil {
		t.Errorf("keep = %v", f.All("keep"))
	}
}

func TestReadForm_DoesNotReadTheAddress(t *testing.T) {
	f, err := read("application/x-www-form-urlencoded", nil)
	if err != nil || f.Line("title") != "" {
		t.Errorf("title %q, err %v", f.Line("title"), err)
	}
}

func TestReadForm_RefusesWhatIsTooLargeOrBroken(t *testing.T) {
	for kind, body := range map[string][]byte{
		"application/x-www-form-urlencoded": []byte("body=" + strings.Repeat("x", request.FormBytes)),
		"multipart/form-data; boundary=b":   []byte("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nno end"),
	} {
		if _, err := read(kind, body); models.CodeOf(err) != models.Invalid {
			t.Errorf("%s: err = %v", kind, err)
		}
	}
}

func TestReadForm_LeavesOutEmptyFiles(t *testing.T) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, content := range map[string]string{"picture1": "", "picture2": "bytes"} {
		part, err := w.CreateFormFile(name, "x.png")
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := read(w.FormDataContentType(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if f.File("picture1") != nil || f.File("picture2") == nil || f.File("picture2").Size != 5 {
		t.Errorf("files: %v, %v", f.File("picture1"), f.File("picture2"))
	}
}
