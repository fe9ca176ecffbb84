package wire

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// received gives the golden files of what other software sends.
func received(t testing.TB) map[string]archive {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]archive{}
	for _, path := range paths {
		if !strings.HasPrefix(path, filepath.Join("testdata", "folkmoot")) {
			found[path] = readArchive(t, path)
		}
	}
	if len(found) < 50 {
		t.Fatalf("only %d golden files", len(found))
	}
	return found
}

func TestRead_UnderstandsWhatTheGoldenFilesShow(t *testing.T) {
	for path, a := range received(t) {
		t.Run(strings.TrimPrefix(path, "testdata/"), func(t *testing.T) {
			a.check(t, path, "read.txt", readAny([]byte(a.parts["received.json"])))
		})
	}
}

func TestRead_TakesTheWebsiteOfAnEventAsItsPageAndNotAsWordsBelowIt(t *testing.T) {
	for website, want := range map[string]struct{ online, words string }{
		"https://north.example/event/1": {"", "<p>Bring a cup.</p>"},
		"https://hall.example/":         {"https://hall.example/", "<p>Bring a cup.</p>"},
	} {
		o, err := Parse([]byte(`{"id": "https://north.example/event/1", "type": "Event", "name": "Tea", "content": "<p>Bring a cup.</p>", "url": "https://north.example/event/1",
			"attributedTo": "https://north.example/u/ann", "to": "https://www.w3.org/ns/activitystreams#Public", "startTime": "2037-01-15T12:00:00Z",
			"attachment": [{"type": "Link", "mediaType": "text/html", "name": "Website", "href": "` + website + `"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		it, err := ReadItem(o)
		if err != nil {
			t.Fatal(err)
		}
		if e := it.Detail.(*models.Event); e.Online != want.online || it.HTML != want.words {
			t.Errorf("%s: %q, %q", website, e.Online, it.HTML)
		}
	}
}

// readAny reads a document as whatever it is and says what was read.
func readAny(raw []byte) string {
	o, err := Parse(raw)
	if err != nil {
		return "refused: " + err.Error() + "\n"
	}
	if a, err := o.Activity(); err == nil {
		return described("Activity", a) + innerItems(a.Objects)
	}
	if it, err := ReadItem(o); err == nil {
		return describedItem(it)
	}
	if c, err := ReadCollection(o); err == nil {
		return described("Collection", c)
	}
	r, err := ReadActor(o)
	if err == nil {
		return described("Actor", r)
	}
	if key, keyErr := ReadKey(o, keyIDOf(o)); keyErr == nil && !errors.Is(err, ErrUnsupported) {
		return described("Key", key)
	}
	return "refused: " + err.Error() + "\n"
}

func keyIDOf(o *Object) string {
	if k := o.Inline("publicKey"); k != nil {
		return k.String("id")
	}
	return ""
}

// innerItems says what was read of the items that an activity holds, in an activity inside it too.
func innerItems(refs []Ref) string {
	out := ""
	for _, r := range refs {
		if r.Inline == nil {
			continue
		}
		if it, err := ReadItem(r.Inline); err == nil {
			out += describedItem(it)
		} else if inner, err := r.Inline.Activity(); err == nil {
			out += described("Activity", inner) + innerItems(inner.Objects)
		}
	}
	return out
}

// describedItem shows the title that the item has in our community.
func describedItem(it *Item) string {
	if it.Title != "" {
		it.Title = it.TitleFor("ward-safety@north.example")
	}
	return described("Item", it)
}

// described sets out what is not empty in a value, one field a line.
func described(name string, v any) string {
	var out strings.Builder
	describe(&out, name, reflect.ValueOf(v))
	return out.String()
}

func describe(out *strings.Builder, name string, v reflect.Value) {
	if !v.IsValid() || v.IsZero() || strings.HasSuffix(name, ".Raw") {
		return
	}
	switch value := v.Interface().(type) {
	case time.Time:
		fmt.Fprintf(out, "%s: %s\n", name, value.Format(time.RFC3339Nano))
		return
	case text.HTML:
		fmt.Fprintf(out, "%s: %q\n", name, value.String())
		return
	case *models.Kind:
		fmt.Fprintf(out, "%s: %s\n", name, value.Name)
		return
	case *Object:
		fmt.Fprintf(out, "%s: %d bytes\n", name, len(value.Raw))
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		describe(out, name, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				describe(out, name+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			describe(out, fmt.Sprintf("%s[%d]", name, i), v.Index(i))
		}
	case reflect.String:
		fmt.Fprintf(out, "%s: %q\n", name, v.String())
	default:
		fmt.Fprintf(out, "%s: %v\n", name, v.Interface())
	}
}

// samples are the documents of other software that are at hand: the golden files, and real ones where
// they lie beside the checkout.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	for path, a := range received(t) {
		found[path] = []byte(a.parts["received.json"])
	}
	for _, dir := range []string{"wire", "events"} {
		root := filepath.Join("..", "..", "..", "shared", dir)
		if _, err := os.Stat(root); err != nil {
			continue
		}
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".json" {
				return err
			}
			found[path], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func TestRead_EverySampleIsReadOrRefusedCleanly(t *testing.T) {
	for path, raw := range samples(t) {
		o, err := Parse(raw)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		_, errA := o.Activity()
		_, errI := ReadItem(o)
		_, errR := ReadActor(o)
		_, errC := ReadCollection(o)
		read := 0
		for _, err := range []error{errA, errI, errR, errC} {
			switch {
			case err == nil:
				read++
			case !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrUnsupported) && !errors.Is(err, ErrForeign):
				t.Errorf("%s: refused without a reason that can be answered: %v", path, err)
			}
		}
		if read > 1 {
			t.Errorf("%s: read as %d things", path, read)
		}
	}
}
