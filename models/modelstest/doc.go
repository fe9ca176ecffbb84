// Package modelstest makes sites, people and communities for tests. Only tests import it.
package modelstest
