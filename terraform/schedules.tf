resource "google_cloud_scheduler_job" "schedules" {
  for_each = module.plan.schedules

  name             = each.value.cloud_name
  region           = var.region
  schedule         = each.value.cron
  time_zone        = each.value.time_zone
  attempt_deadline = "${each.value.deadline}s"

  retry_config {
    retry_count          = 3
    min_backoff_duration = "5s"
    max_backoff_duration = "300s"
  }

  http_target {
    http_method = "POST"
    uri         = module.plan.functions[each.value.function].url

    oidc_token {
      service_account_email = google_service_account.caller["schedule"].email
      audience              = module.plan.functions[each.value.function].url
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_member.function_caller]
}
