package pages

import (
	"errors"
	"fmt"
	"mime/multipart"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/web"
)

const pictureBytes = 10 << 20 // of one file that is sent

// A picture goes with what is being written.
type picture struct {
	id         int64
	alt        string
	decorative bool // needs no words, its author says
}

// readPictures fills in the pictures of a letter: those kept before that are still wanted, and those sent now.
//
// A picture without words is asked about once; whoever says that it is decoration is believed.
func (p *Pages) readPictures(c *gin.Context, v *request.Visitor, f *request.Form, l *letter) error {
	if l.preview && byHTMX(c) {
		return nil // the form stays where it is, with its files
	}
	covers := len(l.pictures)
	for _, value := range f.All("keep") {
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil || len(l.pictures) == models.MaxPictures {
			continue
		}
		l.pictures = append(l.pictures, picture{id: id, alt: f.Line("alt-" + value), decorative: f.Is("decorative", value)})
	}
	for n := 1; n <= models.MaxPictures; n++ {
		field := "picture" + strconv.Itoa(n)
		file := f.File(field)
		if file == nil {
			continue
		}
		if len(l.pictures) == models.MaxPictures {
			l.wrong[field] = said(c, "said.too_many_pictures", "Count", models.MaxPictures)
			break
		}
		m, err := p.keepPicture(c, v, file)
		if words, bad := wrongPicture(err); bad {
			l.wrong[field] = words
			continue
		}
		if err != nil {
			return err
		}
		l.pictures = append(l.pictures, picture{id: m.ID, alt: f.Line(fmt.Sprintf("alt%d", n))})
	}
	for _, pic := range l.pictures[covers:] {
		if pic.alt == "" && !pic.decorative && !l.preview {
			l.wrong["alt-"+strconv.FormatInt(pic.id, 10)] = said(c, "said.alt_wanted")
		}
	}
	return nil
}

// keepPicture stores a file that was sent as somebody's picture. It is seen by nobody else until it hangs on something.
func (p *Pages) keepPicture(c *gin.Context, v *request.Visitor, file *multipart.FileHeader) (*models.Media, error) {
	if err := p.Limits.Take(c.Request, request.ToUpload, v.Actor.Name); err != nil {
		return nil, err
	}
	body, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	defer func() { _ = body.Close() }() // it was only read
	kept, err := blob.PutPicture(c.Request.Context(), p.Site.Files(), body, pictureBytes)
	if err != nil {
		return nil, err
	}
	m := &models.Media{
		OwnerID: v.Actor.ID, Sum: kept.Sum, ThumbSum: kept.ThumbSum, MediaType: kept.MediaType,
		Width: kept.Width, Height: kept.Height, Size: kept.Size,
	}
	return m, p.Site.AddMedia(c.Request.Context(), m)
}

// wrongPicture is what is wrong with a file, in words for the person who sent it.
func wrongPicture(err error) (words string, bad bool) {
	var picture *blob.PictureError
	if errors.As(err, &picture) {
		return picture.Error(), true
	}
	return "", false
}

func drafted(pictures []picture) []models.Picture {
	all := make([]models.Picture, len(pictures))
	for n, pic := range pictures {
		all[n] = models.Picture{MediaID: pic.id, Alt: pic.alt}
	}
	return all
}

func same(a, b []models.Picture) bool { return slices.Equal(a, b) }

func kept(pictures []picture) []web.KeptPicture {
	var all []web.KeptPicture
	for _, pic := range pictures {
		all = append(all, web.KeptPicture{
			ID:      strconv.FormatInt(pic.id, 10),
			Picture: web.Picture{URL: fmt.Sprintf("/media/%d/small", pic.id), Alt: pic.alt}, Decorative: pic.decorative,
		})
	}
	return all
}

// attached are the pictures that an item has.
func attached(it *models.Item) []picture {
	var all []picture
	for _, at := range it.Attachments {
		if at.MediaID != 0 {
			all = append(all, picture{id: at.MediaID, alt: at.Alt, decorative: at.Alt == ""})
		}
	}
	return all
}

// readCover fills in the picture that stands over what is written, the first of a letter: the one that was sent, or else the
// one there is. Its words are asked for as those of other pictures are.
func (p *Pages) readCover(c *gin.Context, v *request.Visitor, f *request.Form, l *letter) error {
	if l.preview && byHTMX(c) {
		return nil
	}
	cover := picture{alt: f.Line("cover_alt"), decorative: f.Is("cover_decorative", "yes")}
	l.coverAlt = cover.alt
	if !f.Is("cover_off", "yes") {
		cover.id, _ = strconv.ParseInt(f.Line("cover_id"), 10, 64) // what is none names no picture
	}
	if file := f.File("cover"); file != nil {
		m, err := p.keepPicture(c, v, file)
		if words, bad := wrongPicture(err); bad {
			l.wrong["cover"] = words
		} else if err != nil {
			return err
		} else {
			cover.id = m.ID
		}
	}
	if cover.id == 0 {
		return nil
	}
	l.pictures = append(l.pictures, cover)
	if cover.alt == "" && !cover.decorative && !l.preview {
		l.wrong["cover_alt"] = said(c, "said.alt_wanted")
	}
	return nil
}
