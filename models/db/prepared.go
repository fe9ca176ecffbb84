package db

import (
	"container/list"
	"context"
	"database/sql/driver"
	"fmt"
)

// keptStatements is how many prepared statements each of SQLite's connections keeps: more than the program has, and
// some for lists of different lengths. They take up to 10 KB each.
const keptStatements = 200

// prepared makes SQLite's connections keep the statements that they have prepared. bun writes values into its
// statements, so to SQLite each one is new, and parsing and planning it takes longer than running it: measured, more
// than a third of what a received activity costs. So the values are taken out again (see parameters), and what is left is
// one of a few hundred statements. PostgreSQL does that work in a process of its own.
type prepared struct{ driver.Connector }

func (p prepared) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := p.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	full, ok := c.(sqliteConn)
	if !ok {
		return nil, fmt.Errorf("the SQLite driver's %T lacks a method that is needed here", c)
	}
	return &preparedConn{sqliteConn: full, known: map[string]*list.Element{}}, nil
}

// A preparedConn is one connection, and like it used by one goroutine at a time.
type preparedConn struct {
	sqliteConn
	known  map[string]*list.Element // of *statement, by its words
	recent list.List                // the same, the last used first
	words  []byte                   // of the statement at hand
}

type statement struct {
	words string
	sqliteStmt
	busy bool // rows of it are being read
}

// sqliteStmt is what is used of the driver's statement.
type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

func (c *preparedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, values := c.statement(ctx, query, args)
	if s == nil {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(ctx, values)
}

func (c *preparedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, values := c.statement(ctx, query, args)
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, values)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return statementRows{rows.(sqliteRows), s}, nil
}

// sqliteRows is what database/sql makes use of in the driver's rows.
type sqliteRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeScanType
}

type statementRows struct {
	sqliteRows
	of *statement
}

func (r statementRows) Close() error {
	r.of.busy = false
	return r.sqliteRows.Close()
}

// statement returns the prepared statement for a query and the values for it, or nil when the query is to be run as it
// is: because it isn't worth preparing, can't be (the error then comes from running it), or is just being read.
func (c *preparedConn) statement(ctx context.Context, query string, args []driver.NamedValue) (*statement, []driver.NamedValue) {
	if len(args) > 0 {
		return nil, nil
	}
	var values []driver.NamedValue
	var ok bool
	if c.words, values, ok = parameters(c.words[:0], query); !ok {
		return nil, nil
	}
	if e := c.known[string(c.words)]; e != nil {
		s := e.Value.(*statement)
		if s.busy {
			return nil, nil
		}
		c.recent.MoveToFront(e)
		return s, values
	}
	if len(c.known) >= keptStatements && !c.forget(c.recent.Back()) {
		return nil, nil
	}
	made, err := c.PrepareContext(ctx, string(c.words))
	if err != nil {
		return nil, nil
	}
	full, ok := made.(sqliteStmt)
	if !ok {
		_ = made.Close() // of no use
		return nil, nil
	}
	s := &statement{words: string(c.words), sqliteStmt: full}
	c.known[s.words] = c.recent.PushFront(s)
	return s, values
}

// forget closes a statement, unless it is being read.
func (c *preparedConn) forget(e *list.Element) bool {
	s := e.Value.(*statement)
	if s.busy {
		return false
	}
	c.recent.Remove(e)
	delete(c.known, s.words)
	return s.Close() == nil
}

// Close ends the connection. Its statements come first: SQLite keeps a file open as long as there is one.
func (c *preparedConn) Close() error {
	for _, e := range c.known {
		_ = e.Value.(*statement).Close() // what it says is about its last run, whose error has been returned
	}
	return c.sqliteConn.Close()
}
