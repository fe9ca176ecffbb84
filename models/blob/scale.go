package blob

import (
	"image"

	"golang.org/x/image/draw"
)

// fitted draws a picture so that its longer side has at most side pixels; a smaller one keeps its size. It halves as
// often as it can, for halving by ApproxBiLinear is the true average of four pixels and takes little memory, where
// the better kernels would need a table of hundreds of megabytes for a large picture.
func fitted(src image.Image, side int) *image.RGBA {
	width, height := src.Bounds().Dx(), src.Bounds().Dy()
	for long := max(width, height); long >= 2*side; long = max(width, height) {
		width, height = max(width/2, 1), max(height/2, 1)
		src = drawn(src, width, height)
	}
	if long := max(width, height); long > side {
		width, height = max(width*side/long, 1), max(height*side/long, 1)
	}
	return drawn(src, width, height)
}

func drawn(src image.Image, width, height int) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, width, height))
	if src.Bounds().Size() == dst.Bounds().Size() {
		draw.Draw(dst, dst.Bounds(), src, src.Bounds().Min, draw.Src)
		return dst
	}
	draw.ApproxBiLinear.Scale(dst, dst.Bounds(), src, src.Bounds(), draw.Src, nil)
	return dst
}

// upright turns a picture the way that its orientation in Exif says it is to be seen.
func upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return src
	}
	width, height := src.Rect.Dx(), src.Rect.Dy()
	turned := image.Rect(0, 0, width, height)
	if orientation >= 5 {
		turned = image.Rect(0, 0, height, width)
	}
	dst := image.NewRGBA(turned)
	for y := range height {
		for x := range width {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = width - 1 - x
			case 3:
				tx, ty = width-1-x, height-1-y
			case 4:
				ty = height - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = height-1-y, x
			case 7:
				tx, ty = height-1-y, width-1-x
			case 8:
				tx, ty = y, width-1-x
			}
			copy(dst.Pix[dst.PixOffset(tx, ty):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return dst
}
