package main

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/queue"
)

// metrics are what a site counts for Prometheus. Nothing is counted by host, person or community: there may be
// any number of those, and whoever may see the figures should not learn who talks to whom.
type metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	took       *prometheus.HistogramVec
	deliveries *prometheus.CounterVec
	sending    prometheus.Histogram
	received   *prometheus.CounterVec
	rejected   *prometheus.CounterVec
	jobs       *prometheus.CounterVec
}

// quick and slow are the bounds of the histograms, in seconds: pages should take less than 0.1, and other
// servers may take ten.
var (
	quick = []float64{0.005, 0.02, 0.1, 0.3, 1, 5}
	slow  = []float64{0.05, 0.2, 1, 5, 15}
)

func newMetrics() *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "folkmoot", Name: name, Help: help}, labels)
	}
	m := &metrics{
		registry:   prometheus.NewRegistry(),
		requests:   counter("http_requests_total", "Requests answered, by route and status.", "route", "code"),
		deliveries: counter("deliveries_total", "Deliveries tried, by what came of it.", "outcome"),
		received:   counter("received_total", "Activities of other servers dealt with, by what came of it.", "outcome"),
		rejected:   counter("rejected_total", "Requests of other servers turned away, by reason.", "reason"),
		jobs:       counter("jobs_total", "Jobs run, by kind and by what came of it.", "kind", "outcome"),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "folkmoot", Name: "http_request_seconds", Help: "Time to answer a request, by route.", Buckets: quick,
		}, []string{"route"}),
		sending: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "folkmoot", Name: "delivery_seconds", Help: "Time that one try of a delivery takes.", Buckets: slow,
		}),
	}
	m.registry.MustRegister(m.requests, m.took, m.deliveries, m.sending, m.received, m.rejected, m.jobs,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler answers Prometheus.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 3, Timeout: 10 * time.Second})
}

// answered counts a request that was answered. route is the pattern that it fell under, never its path.
func (m *metrics) answered(route string, code int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(code)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// counters are what federation counts with.
func (m *metrics) counters() federation.Counters {
	return federation.Counters{
		Rejected:  func(reason string) { m.rejected.WithLabelValues(reason).Inc() },
		Received:  func(outcome string) { m.received.WithLabelValues(outcome).Inc() },
		Delivered: func(outcome string) { m.deliveries.WithLabelValues(outcome).Inc() },
	}
}

// sent notes how long one try of a delivery took; what came of it, federation counts.
func (m *metrics) sent(_ queue.Verdict, took time.Duration) { m.sending.Observe(took.Seconds()) }

// ran counts a job.
func (m *metrics) ran(kind string, failure error, _ time.Duration) {
	m.jobs.WithLabelValues(kind, either(failure == nil, "done", "failed")).Inc()
}

// watch adds the lengths of a site's queue, which are read when Prometheus asks.
func (m *metrics) watch(store *db.DB) { m.registry.MustRegister(queueLengths{store}) }

// queueLengths reads how much waits.
type queueLengths struct{ db *db.DB }

var (
	waitingDesc = prometheus.NewDesc("folkmoot_queue_waiting", "What waits to be done.", []string{"shape"}, nil)
	parkedDesc  = prometheus.NewDesc("folkmoot_queue_parked", "What was given up and waits for an administrator.", []string{"shape"}, nil)
	failingDesc = prometheus.NewDesc("folkmoot_queue_failing_hosts", "Servers whose last delivery failed.", nil, nil)
	oldestDesc  = prometheus.NewDesc("folkmoot_queue_oldest_delivery_seconds", "Age of the oldest delivery that waits.", nil, nil)
)

// Describe names the figures.
func (q queueLengths) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{waitingDesc, parkedDesc, failingDesc, oldestDesc} {
		to <- d
	}
}

// Collect reads the figures. When the database does not answer there are none, which is what an alarm looks for.
func (q queueLengths) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	n, err := queue.Count(ctx, q.db)
	if err != nil {
		return
	}
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	gauge(waitingDesc, float64(n.Deliveries), "deliveries")
	gauge(waitingDesc, float64(n.Jobs), "jobs")
	gauge(parkedDesc, float64(n.ParkedDeliveries), "deliveries")
	gauge(parkedDesc, float64(n.ParkedJobs), "jobs")
	gauge(failingDesc, float64(n.FailingHosts))
	hosts, err := queue.Backlog(ctx, q.db)
	if err != nil {
		return
	}
	oldest := 0.0
	for _, h := range hosts {
		if !h.OldestAt.IsZero() {
			oldest = max(oldest, q.db.Now().Sub(h.OldestAt).Seconds())
		}
	}
	gauge(oldestDesc, oldest)
}
