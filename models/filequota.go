package models

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
)

// What a file and a community's files may have where no admin has said otherwise, in MB of a million bytes.
const (
	DefaultFileMB  = 100
	DefaultQuotaMB = 5_000
)

// maxFileMB is what an admin may set at most, and maxQuotaMB likewise: a gigabyte, and a thousand of them.
const (
	maxFileMB  = 1_000
	maxQuotaMB = 1_000_000
)

// megabyte is what people and their systems mean by MB.
const megabyte = 1_000_000

// A fileRoom is how much may come, in bytes.
type fileRoom struct {
	file  int64 // of one file
	quota int64 // of all files of a community, or of somebody by themselves; every version counts
	left  int64 // of the quota
}

func (r fileRoom) large() error {
	return invalid("file", fmt.Sprintf("This file is too large. A file may have %d MB.", r.file/megabyte))
}

func (r fileRoom) full() error {
	return invalid("file", fmt.Sprintf("There is no room for this file: %d MB of %d MB are left. Delete what is not needed, or ask those who run this site for more.",
		max(0, r.left)/megabyte, r.quota/megabyte))
}

// MayTakeFile tells whether somebody may add a file of so many bytes, before any of them has come. What is wrong is refused as
// TakeFile would.
func (s *Site) MayTakeFile(ctx context.Context, by, in *Actor, size int64) error {
	room, err := s.roomForFile(ctx, by, in)
	switch {
	case err != nil:
		return err
	case size == 0:
		return invalid("file", "This file is empty. Choose another.")
	case size > room.file:
		return room.large()
	case size > room.left:
		return room.full()
	}
	return nil
}

// FileBytes is how many bytes one file may have.
func (s *Site) FileBytes(ctx context.Context) (int64, error) {
	set, err := s.Settings(ctx)
	return set.fileBytes(), err
}

// FileUse is how many bytes the files of a community take, all versions, and how many they may.
func (s *Site) FileUse(ctx context.Context, community *Actor) (used, quota int64, err error) {
	set, err := s.Settings(ctx)
	if err != nil {
		return 0, 0, err
	}
	used, err = fileUse(ctx, s.db.Read(), nil, community)
	return used, set.quotaBytes(), err
}

// roomForFile says how much somebody may add, if they may add anything.
func (s *Site) roomForFile(ctx context.Context, by, in *Actor) (fileRoom, error) {
	set, err := s.Settings(ctx)
	if err != nil {
		return fileRoom{}, err
	}
	room := fileRoom{file: set.fileBytes(), quota: set.quotaBytes()}
	if err := s.mayTakeFile(ctx, s.db.Read(), by, in); err != nil {
		return room, err
	}
	used, err := fileUse(ctx, s.db.Read(), by, in)
	room.left = room.quota - used
	if err == nil && room.left <= 0 {
		err = room.full()
	}
	return room, err
}

// stillRoom is asked within the change that adds a file, since another may have come meanwhile. Until its end no other change finds the
// same room.
func (s *Site) stillRoom(ctx context.Context, tx *db.Tx, by, in *Actor, size int64) error {
	whose := in
	if whose == nil {
		whose = by
	}
	if err := tx.Lock(ctx, fmt.Sprintf("files %d", idOf(whose))); err != nil {
		return err
	}
	set, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	used, err := fileUse(ctx, tx, by, in)
	if err != nil {
		return err
	}
	if room := (fileRoom{set.fileBytes(), set.quotaBytes(), set.quotaBytes() - used}); size > room.left {
		return room.full()
	}
	return nil
}

// mayTakeFile refuses who may not take part. What they may do with the file is for what they do with it to say.
func (s *Site) mayTakeFile(ctx context.Context, idb bun.IDB, by, in *Actor) error {
	if by == nil { // a copy of what another site has
		return nil
	}
	if err := s.isPersonHere(by); err != nil || in == nil {
		return err
	}
	st, err := s.standing(ctx, idb, by, in)
	if err != nil {
		return err
	}
	return May(st, ToReply, false)
}

// fileUse counts the bytes of the files of a community, or of somebody by themselves; for neither, those of the copies from other
// sites, which share the room of one community.
func fileUse(ctx context.Context, idb bun.IDB, by, in *Actor) (int64, error) {
	q := idb.NewSelect().Model((*File)(nil)).ColumnExpr("COALESCE(SUM(f.size), 0)").Where("f.state <> ?", FileRefused)
	switch {
	case in != nil:
		q = q.Where("f.community_id = ?", in.ID)
	case by != nil:
		q = q.Where("f.community_id IS NULL AND f.owner_id = ?", by.ID)
	default:
		q = q.Where("f.community_id IS NULL AND f.owner_id IS NULL")
	}
	var used int64
	if err := q.Scan(ctx, &used); err != nil {
		return 0, fmt.Errorf("count files: %w", err)
	}
	return used, nil
}

func (set Settings) fileBytes() int64 {
	if set.FileMB <= 0 {
		return DefaultFileMB * megabyte
	}
	return int64(set.FileMB) * megabyte
}

func (set Settings) quotaBytes() int64 {
	if set.QuotaMB <= 0 {
		return DefaultQuotaMB * megabyte
	}
	return int64(set.QuotaMB) * megabyte
}
