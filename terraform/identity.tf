# Each function, job and service runs under its own account, which is granted what manifest.yaml names, and no more.

resource "google_service_account" "runner" {
  for_each = module.plan.runners

  account_id   = each.value
  display_name = "Leadreel: ${each.key}"
}

# Who calls functions: Cloud Tasks, Cloud Scheduler and Eventarc, each under an account that can do nothing else.
resource "google_service_account" "caller" {
  for_each = toset(["task", "schedule", "object"])

  account_id   = "${var.prefix}-calls-${each.key}"
  display_name = "Leadreel: calls the functions for each ${each.key}"
}

# Who builds functions from their sources.
resource "google_service_account" "builder" {
  account_id   = "${var.prefix}-builder"
  display_name = "Leadreel: builds functions"
}

resource "google_project_iam_member" "documents" {
  for_each = google_service_account.runner

  project = var.project
  role    = "roles/datastore.user"
  member  = each.value.member

  condition {
    title      = "this database alone"
    expression = "resource.name == \"projects/${var.project}/databases/${var.database}\""
  }
}

resource "google_project_iam_member" "telemetry" {
  for_each = {
    for pair in setproduct(keys(module.plan.runners), ["logging.logWriter", "monitoring.metricWriter", "cloudtrace.agent"]) :
    "${pair[0]} ${pair[1]}" => { runner = pair[0], role = pair[1] }
  }

  project = var.project
  role    = "roles/${each.value.role}"
  member  = google_service_account.runner[each.value.runner].member
}

resource "google_storage_bucket_iam_member" "runner" {
  for_each = { for name, one in module.plan.grants : name => one if contains(["reads", "writes"], one.right) }

  bucket = google_storage_bucket.data[each.value.other].name
  role   = each.value.role
  member = google_service_account.runner[each.value.runner].member
}

resource "google_cloud_tasks_queue_iam_member" "runner" {
  for_each = { for name, one in module.plan.grants : name => one if one.right == "sends" }

  name     = google_cloud_tasks_queue.queues[each.value.other].name
  location = var.region
  role     = each.value.role
  member   = google_service_account.runner[each.value.runner].member
}

# Who puts tasks in a queue says under which account they are delivered, and must be allowed to.
resource "google_service_account_iam_member" "sends_as" {
  for_each = toset([for one in module.plan.grants : one.runner if one.right == "sends"])

  service_account_id = google_service_account.caller["task"].name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.runner[each.key].member
}

resource "google_cloud_run_v2_job_iam_member" "runner" {
  for_each = { for name, one in module.plan.grants : name => one if one.right == "starts" }

  name     = google_cloud_run_v2_job.jobs[each.value.other].name
  location = var.region
  role     = each.value.role
  member   = google_service_account.runner[each.value.runner].member
}

resource "google_secret_manager_secret_iam_member" "runner" {
  for_each = { for name, one in module.plan.grants : name => one if one.right == "secrets" }

  secret_id = google_secret_manager_secret.secrets[each.value.other].secret_id
  role      = each.value.role
  member    = google_service_account.runner[each.value.runner].member
}

# An address of an object is signed in the account's own name; no key file exists.
resource "google_service_account_iam_member" "signs" {
  for_each = module.plan.signers

  service_account_id = google_service_account.runner[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.runner[each.key].member
}

resource "google_project_iam_member" "builder" {
  for_each = toset(["logging.logWriter", "artifactregistry.writer"])

  project = var.project
  role    = "roles/${each.key}"
  member  = google_service_account.builder.member
}

resource "google_storage_bucket_iam_member" "builder" {
  bucket = google_storage_bucket.sources.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.builder.member
}

# Cloud Functions copies a package into a bucket of its own before it builds.
resource "google_project_iam_member" "builder_reads" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.builder.member

  condition {
    title      = "what is to be built alone"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-${var.region}\")"
  }
}
