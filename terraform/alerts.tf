locals {
  told = google_monitoring_notification_channel.email[*].id

  # Lines of the product's log that are counted.
  counted = {
    dead-tasks   = "jsonPayload.message=\"task is dead\""
    unforeseen   = "jsonPayload.message=\"unexpected failure\""
    acknowledged = "jsonPayload.message=\"acknowledged without success\""
    rescued      = "jsonPayload.message=\"work rescued\""
  }

  # What one hour of computing may cost before somebody is told: five times an even spread of the month's budget.
  seconds_per_hour = var.monthly_budget * 5 / 730 / 0.000024
}

resource "google_monitoring_notification_channel" "email" {
  count = var.alert_email == "" ? 0 : 1

  display_name = "Leadreel"
  type         = "email"

  labels = {
    email_address = var.alert_email
  }

  depends_on = [google_project_service.used]
}

resource "google_logging_metric" "counted" {
  for_each = local.counted

  name   = "${var.prefix}/${each.key}"
  filter = "(resource.type=\"cloud_run_revision\" OR resource.type=\"cloud_run_job\") AND ${each.value}"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# What paid calls cost, as the ledger of effects records it.
resource "google_logging_metric" "spent" {
  name            = "${var.prefix}/spent"
  filter          = "jsonPayload.message=\"effect done\" AND jsonPayload.cost>\"0\""
  value_extractor = "EXTRACT(jsonPayload.cost)"

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = "USD"
  }
}

resource "google_monitoring_alert_policy" "dead_letters" {
  display_name          = "Leadreel: work has died"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.told

  conditions {
    display_name = "an event waits as a dead letter"

    condition_threshold {
      filter          = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/num_undelivered_messages\" AND resource.labels.subscription_id=starts_with(\"${var.prefix}-dead-\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }

  conditions {
    display_name = "a task has died"

    condition_threshold {
      filter          = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted["dead-tasks"].name}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  conditions {
    display_name = "a call was given up: it can never succeed"

    condition_threshold {
      filter          = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted["acknowledged"].name}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "`leadreel tasks dead` lists dead tasks with their reasons, `leadreel tasks retry ID` runs one again. `leadreel events dead` lists dead events, which wait for 31 days, `leadreel events replay --dead` delivers them again. What was given up at a door (`acknowledged without success` in the log) names its reason there."
  }
}

resource "google_monitoring_alert_policy" "errors" {
  display_name          = "Leadreel: functions fail"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = local.told

  conditions {
    display_name = "more than 5 % of calls answer 5xx for ten minutes"

    condition_threshold {
      filter             = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=starts_with(\"${var.prefix}-\") AND metric.labels.response_code_class=\"5xx\""
      denominator_filter = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=starts_with(\"${var.prefix}-\")"
      comparison         = "COMPARISON_GT"
      threshold_value    = 0.05
      duration           = "600s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.label.service_name"]
      }

      denominator_aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.label.service_name"]
      }
    }
  }

  conditions {
    display_name = "a failure that nobody foresaw"

    condition_threshold {
      filter          = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted["unforeseen"].name}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  conditions {
    display_name = "a job's execution has failed"

    condition_threshold {
      filter          = "resource.type=\"cloud_run_job\" AND metric.type=\"run.googleapis.com/job/completed_execution_count\" AND metric.labels.result=\"failed\" AND resource.labels.job_name=starts_with(\"${var.prefix}-\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
}

resource "google_monitoring_alert_policy" "stuck" {
  display_name          = "Leadreel: work is stuck"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.told

  conditions {
    display_name = "a queue has not been empty for six hours"

    condition_threshold {
      filter          = "resource.type=\"cloud_tasks_queue\" AND metric.type=\"cloudtasks.googleapis.com/queue/depth\" AND resource.labels.queue_id=starts_with(\"${var.prefix}-\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "21600s"

      aggregations {
        alignment_period   = "600s"
        per_series_aligner = "ALIGN_MIN"
      }
    }
  }

  conditions {
    display_name = "an event has waited for half an hour"

    condition_threshold {
      filter          = "resource.type=\"pubsub_subscription\" AND metric.type=\"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.labels.subscription_id=monitoring.regex.full_match(\"eventarc-.*-${var.prefix}-.*\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 1800
      duration        = "0s"

      aggregations {
        alignment_period   = "300s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }

  dynamic "conditions" {
    for_each = toset([for one in module.plan.schedules : module.plan.functions[one.function].cloud_name])

    content {
      display_name = "${conditions.value} has not been called for a day"

      condition_absent {
        filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND resource.labels.service_name=\"${conditions.value}\" AND metric.labels.response_code_class=\"2xx\""
        duration = "84600s" # 23.5 hours, the longest there is

        aggregations {
          alignment_period     = "300s"
          per_series_aligner   = "ALIGN_DELTA"
          cross_series_reducer = "REDUCE_SUM"
        }
      }
    }
  }

  documentation {
    content = "`leadreel status` shows what waits. The schedule `maintain` rescues stuck work every five minutes."
  }
}

resource "google_monitoring_alert_policy" "spend" {
  display_name          = "Leadreel: money flows too fast"
  combiner              = "OR"
  severity              = "WARNING"
  notification_channels = local.told

  dynamic "conditions" {
    for_each = toset(["cloud_run_revision", "cloud_run_job"])

    content {
      display_name = "computing (${conditions.value}) costs five times what the budget allows, for an hour"

      condition_threshold {
        filter          = "resource.type=\"${conditions.value}\" AND metric.type=\"run.googleapis.com/container/billable_instance_time\""
        comparison      = "COMPARISON_GT"
        threshold_value = local.seconds_per_hour
        duration        = "0s"

        aggregations {
          alignment_period     = "3600s"
          per_series_aligner   = "ALIGN_DELTA"
          cross_series_reducer = "REDUCE_SUM"
        }
      }
    }
  }

  conditions {
    display_name = "paid calls of one day cost more than a tenth of the month's budget"

    condition_prometheus_query_language {
      query               = "sum(increase(logging_googleapis_com:user_${replace(google_logging_metric.spent.name, "/", "_")}_sum{monitored_resource=\"cloud_run_revision\"}[1d])) > ${var.monthly_budget / 10}"
      evaluation_interval = "300s"
      duration            = "0s"
    }
  }
}

resource "google_billing_budget" "month" {
  billing_account = var.billing_account != "" ? var.billing_account : data.google_project.this.billing_account
  display_name    = "Leadreel in ${var.project}"

  budget_filter {
    projects        = ["projects/${data.google_project.this.number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      currency_code = var.currency
      units         = tostring(var.monthly_budget)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.8, 1.0]

    content {
      threshold_percent = threshold_rules.value
    }
  }

  threshold_rules {
    threshold_percent = 1.0
    spend_basis       = "FORECASTED_SPEND"
  }

  # Who pays for the billing account is told in any case.
  dynamic "all_updates_rule" {
    for_each = var.alert_email == "" ? [] : [local.told]

    content {
      monitoring_notification_channels = all_updates_rule.value
    }
  }

  depends_on = [google_project_service.used]
}
