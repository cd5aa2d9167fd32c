locals {
  # Title → filter, how one series is aligned, and the label by which series are told apart.
  charts = [
    ["Calls by function", "metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=starts_with(\"${var.prefix}-\")", "ALIGN_RATE", "resource.label.service_name"],
    ["Answers by class", "metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=starts_with(\"${var.prefix}-\")", "ALIGN_RATE", "metric.label.response_code_class"],
    ["Time of a call, 95th percentile", "metric.type=\"run.googleapis.com/request_latencies\" AND resource.labels.service_name=starts_with(\"${var.prefix}-\")", "ALIGN_PERCENTILE_95", "resource.label.service_name"],
    ["Waiting in queues", "metric.type=\"cloudtasks.googleapis.com/queue/depth\" AND resource.labels.queue_id=starts_with(\"${var.prefix}-\")", "ALIGN_MAX", "resource.label.queue_id"],
    ["Rendering: executions", "metric.type=\"run.googleapis.com/job/completed_execution_count\" AND resource.labels.job_name=starts_with(\"${var.prefix}-\")", "ALIGN_DELTA", "metric.label.result"],
    ["Dead letters", "metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.labels.subscription_id=starts_with(\"${var.prefix}-dead-\")", "ALIGN_MAX", "resource.label.subscription_id"],
    ["Dead tasks", "metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted["dead-tasks"].name}\"", "ALIGN_SUM", "resource.label.service_name"],
    ["Work rescued", "metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted["rescued"].name}\"", "ALIGN_SUM", "resource.label.service_name"],
    ["Documents written", "metric.type=\"firestore.googleapis.com/document/write_count\"", "ALIGN_RATE", "metric.label.op"],
    ["Documents read", "metric.type=\"firestore.googleapis.com/document/read_count\"", "ALIGN_RATE", "metric.label.type"],
    ["Bytes kept", "metric.type=\"storage.googleapis.com/storage/total_bytes\"", "ALIGN_MEAN", "resource.label.bucket_name"],
    ["Computing, seconds billed", "metric.type=\"run.googleapis.com/container/billable_instance_time\"", "ALIGN_RATE", "resource.label.service_name"],
  ]
}

resource "google_monitoring_dashboard" "house" {
  dashboard_json = jsonencode({
    displayName = "Leadreel (${var.prefix})"
    mosaicLayout = {
      columns = 12
      tiles = [
        for index, chart in local.charts : {
          xPos   = (index % 3) * 4
          yPos   = floor(index / 3) * 4
          width  = 4
          height = 4
          widget = {
            title = chart[0]
            xyChart = {
              dataSets = [{
                plotType = "LINE"
                timeSeriesQuery = {
                  timeSeriesFilter = {
                    filter = chart[1]
                    aggregation = {
                      alignmentPeriod    = "300s"
                      perSeriesAligner   = chart[2]
                      crossSeriesReducer = "REDUCE_SUM"
                      groupByFields      = [chart[3]]
                    }
                  }
                }
              }]
            }
          }
        }
      ]
    }
  })

  depends_on = [google_project_service.used]
}
