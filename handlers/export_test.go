package handlers

import "github.com/gin-gonic/gin"

// Routes are the routes for people, for the tests that must know them all.
func Routes(cfg Config) gin.RoutesInfo { return newRouter(cfg).engine.Routes() }
