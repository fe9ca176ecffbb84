package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A Folder holds documents of one community, and other folders.
type Folder struct {
	bun.BaseModel `bun:"table:folders,alias:fo"`

	ID          int64     `bun:"id,pk"`
	CommunityID int64     `bun:"community_id"`
	ParentID    int64     `bun:"parent_id,nullzero"` // 0: it stands in no other
	Name        string    `bun:"name"`
	ByID        int64     `bun:"by_id,nullzero"`
	CreatedAt   time.Time `bun:"created_at"`

	Held  int       `bun:"held,scanonly"` // how many documents stand right in it, of those that the viewer may see
	Path  []*Folder `bun:"-"`             // those around it and itself, the outermost first
	Under []*Folder `bun:"-"`             // those in it
}

// The bounds of folders.
const (
	maxFolderName  = 80   // characters
	maxFolderDepth = 8    // one in another
	maxFolders     = 1000 // of one community
)

// FolderNames takes a path such as "Policies/2026" apart.
func FolderNames(path string) (names []string) {
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' }) {
		if name := text.CleanLine(part, maxFolderName); name != "" && name != "." && name != ".." && len(names) < maxFolderDepth {
			names = append(names, name)
		}
	}
	return names
}

// Folders lists the folders of a community that viewer may see, each after those around it and by name, with how many
// documents are in it.
func (s *Site) Folders(ctx context.Context, v Viewer, communityID int64) ([]*Folder, error) {
	held := visibleTo(s.db.Read().NewSelect().Model((*Item)(nil)).ColumnExpr("dc.folder_id, count(*) AS held").
		Join("JOIN documents AS dc ON dc.item_id = i.id").Where("dc.community_id = ?", communityID).
		Where("dc.folder_id IS NOT NULL").Where("i.deleted_at IS NULL").Where("i.removed_at IS NULL"), v).GroupExpr("dc.folder_id")
	var found []*Folder
	err := s.db.Read().NewSelect().Model(&found).ColumnExpr("fo.*, COALESCE(h.held, 0) AS held").
		Join("LEFT JOIN (?) AS h ON h.folder_id = fo.id", held).
		Where("fo.community_id = ?", communityID).OrderExpr("fo.name, fo.id").Limit(maxFolders).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list folders: %w", err)
	}
	return inTree(found), nil
}

// inTree orders folders as a tree is read, and ties each to those around it and in it.
func inTree(all []*Folder) (ordered []*Folder) {
	under := map[int64][]*Folder{}
	for _, f := range all {
		under[f.ParentID] = append(under[f.ParentID], f)
	}
	var walk func(parent *Folder, id int64, depth int)
	walk = func(parent *Folder, id int64, depth int) {
		for _, f := range under[id] {
			if depth > maxFolderDepth {
				return
			}
			if parent != nil {
				f.Path = append(f.Path, parent.Path...)
				parent.Under = append(parent.Under, f)
			}
			f.Path = append(f.Path, f)
			ordered = append(ordered, f)
			walk(f, f.ID, depth+1)
		}
	}
	walk(nil, 0, 1)
	return ordered
}

// folderPath are a folder and those around it, the outermost first.
func folderPath(ctx context.Context, idb bun.IDB, id int64) (path []*Folder, err error) {
	for id != 0 && len(path) < maxFolderDepth {
		f := new(Folder)
		if err := idb.NewSelect().Model(f).Where("fo.id = ?", id).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read folder: %w", err)
		}
		path, id = append([]*Folder{f}, path...), f.ParentID
	}
	return path, nil
}

// folderAt finds a folder of a community by its names, the outermost first, and makes what is missing.
func (s *Site) folderAt(ctx context.Context, tx *db.Tx, communityID, byID int64, names []string) (id int64, err error) {
	for _, name := range FolderNames(strings.Join(names, "/")) {
		f := &Folder{ID: tx.NewID(), CommunityID: communityID, ParentID: id, Name: name, ByID: byID, CreatedAt: tx.Now}
		var found int64
		err := tx.NewSelect().Model((*Folder)(nil)).Column("fo.id").
			Where("fo.community_id = ? AND COALESCE(fo.parent_id, 0) = ? AND fo.name = ?", communityID, id, f.Name).Scan(ctx, &found)
		switch {
		case err == nil:
			id = found
			continue
		case !db.IsNotFound(err):
			return 0, fmt.Errorf("look for a folder: %w", err)
		}
		n, err := tx.NewSelect().Model((*Folder)(nil)).Where("fo.community_id = ?", communityID).Count(ctx)
		if err != nil {
			return 0, fmt.Errorf("count folders: %w", err)
		}
		if n >= maxFolders {
			return 0, invalid("folder", fmt.Sprintf("A library has at most %d folders. Choose one that is there.", maxFolders))
		}
		if _, err := tx.NewInsert().Model(f).Exec(ctx); err != nil {
			return 0, fmt.Errorf("make a folder: %w", err)
		}
		id = f.ID
	}
	return id, nil
}

// RenameFolder gives a folder another name.
func (s *Site) RenameFolder(ctx context.Context, by *Actor, id int64, name string) error {
	return s.changeFolder(ctx, by, id, func(tx *db.Tx, f *Folder) error {
		names := FolderNames(strings.NewReplacer("/", " ", "\\", " ").Replace(name))
		if len(names) != 1 {
			return invalid("name", "Enter a name.")
		}
		f.Name = names[0]
		taken, err := tx.NewSelect().Model((*Folder)(nil)).
			Where("fo.community_id = ? AND COALESCE(fo.parent_id, 0) = ? AND fo.name = ? AND fo.id <> ?", f.CommunityID, f.ParentID, f.Name, f.ID).Exists(ctx)
		if err != nil {
			return fmt.Errorf("look for a folder: %w", err)
		}
		if taken {
			return invalid("name", "There is a folder of this name already.")
		}
		if _, err := tx.NewUpdate().Model(f).Column("name").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("rename folder: %w", err)
		}
		return nil
	})
}

// RemoveFolder takes a folder away. What is in it, documents and folders, moves to where it stood.
func (s *Site) RemoveFolder(ctx context.Context, by *Actor, id int64) error {
	return s.changeFolder(ctx, by, id, func(tx *db.Tx, f *Folder) error {
		var parent any
		if f.ParentID != 0 {
			parent = f.ParentID
		}
		clash, err := tx.NewSelect().Model((*Folder)(nil)).Where("fo.parent_id = ?", f.ID).
			Where("fo.name IN (SELECT o.name FROM folders AS o WHERE o.community_id = ? AND COALESCE(o.parent_id, 0) = ?)", f.CommunityID, f.ParentID).Exists(ctx)
		if err != nil {
			return fmt.Errorf("look for folders: %w", err)
		}
		if clash {
			return refuse(Conflict, "A folder in it has the name of one beside it. Rename one of them first.")
		}
		if _, err := tx.NewUpdate().Model((*Document)(nil)).Set("folder_id = ?", parent).Where("folder_id = ?", f.ID).Exec(ctx); err != nil {
			return fmt.Errorf("empty folder: %w", err)
		}
		if _, err := tx.NewUpdate().Model((*Folder)(nil)).Set("parent_id = ?", parent).Where("parent_id = ?", f.ID).Exec(ctx); err != nil {
			return fmt.Errorf("empty folder: %w", err)
		}
		if _, err := tx.NewDelete().Model(f).WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("remove folder: %w", err)
		}
		return nil
	})
}

// changeFolder does something with a folder, for those who look after its community.
func (s *Site) changeFolder(ctx context.Context, by *Actor, id int64, fn func(tx *db.Tx, f *Folder) error) error {
	return s.db.Change(ctx, func(tx *db.Tx) error {
		f := new(Folder)
		err := tx.NewSelect().Model(f).Where("fo.id = ?", id).Scan(ctx)
		if db.IsNotFound(err) {
			return refuse(NotFound, "This folder is not here.")
		}
		if err != nil {
			return fmt.Errorf("read folder: %w", err)
		}
		community, err := s.group(ctx, tx, f.CommunityID)
		if err != nil {
			return err
		}
		st, err := s.standing(ctx, tx, by, community)
		if err != nil {
			return err
		}
		if st.Away {
			return refuse(Forbidden, "This folder belongs to another site.")
		}
		if err := May(st, ToModerate, false); err != nil {
			return err
		}
		return fn(tx, f)
	})
}
