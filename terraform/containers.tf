# Container images: of the renderer and the console, which you push, and of the functions, which Cloud Build makes.

resource "google_artifact_registry_repository" "images" {
  repository_id = "${var.prefix}-images"
  location      = var.region
  format        = "DOCKER"
  kms_key_name  = local.key

  cleanup_policies {
    id     = "keep-ten"
    action = "KEEP"

    most_recent_versions {
      keep_count = 10
    }
  }

  cleanup_policies {
    id     = "remove-the-rest"
    action = "DELETE"

    condition {
      older_than = "2592000s"
    }
  }

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_artifact_registry_repository" "functions" {
  repository_id = "${var.prefix}-functions"
  location      = var.region
  format        = "DOCKER"
  kms_key_name  = local.key

  cleanup_policies {
    id     = "keep-three"
    action = "KEEP"

    most_recent_versions {
      keep_count = 3
    }
  }

  cleanup_policies {
    id     = "remove-the-rest"
    action = "DELETE"

    condition {
      older_than = "604800s"
    }
  }

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_cloud_run_v2_job" "jobs" {
  for_each = module.plan.jobs

  name                = each.value.cloud_name
  location            = var.region
  deletion_protection = var.protect

  template {
    task_count  = 1
    parallelism = 1 # tasks of one execution; how many executions run is up to the queue that starts them

    template {
      service_account = google_service_account.runner[each.key].email
      timeout         = "${each.value.timeout}s"
      max_retries     = each.value.max_retries
      encryption_key  = local.key

      containers {
        image = local.released ? "${local.images}/${each.value.image}:${var.release}" : "us-docker.pkg.dev/cloudrun/container/job:latest"

        resources {
          limits = {
            cpu    = each.value.cpu
            memory = each.value.memory
          }
        }

        dynamic "env" {
          for_each = local.environment

          content {
            name  = env.key
            value = env.value
          }
        }

        dynamic "env" {
          for_each = local.given[each.key]

          content {
            name = env.key

            value_source {
              secret_key_ref {
                secret  = google_secret_manager_secret.secrets[env.value].secret_id
                version = "latest"
              }
            }
          }
        }
      }
    }
  }

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_cloud_run_v2_service" "services" {
  for_each = module.plan.services

  name                = each.value.cloud_name
  location            = var.region
  deletion_protection = var.protect
  ingress             = var.domain == "" ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"

  template {
    service_account                  = google_service_account.runner[each.key].email
    timeout                          = "3600s" # a page's stream of news
    max_instance_request_concurrency = each.value.concurrency
    encryption_key                   = local.key

    scaling {
      min_instance_count = 0
      max_instance_count = each.value.instances
    }

    containers {
      image = local.released ? "${local.images}/${each.value.image}:${var.release}" : "us-docker.pkg.dev/cloudrun/container/hello:latest"

      ports {
        container_port = each.value.port
      }

      resources {
        cpu_idle          = true
        startup_cpu_boost = true

        limits = {
          cpu    = each.value.cpu
          memory = each.value.memory
        }
      }

      dynamic "startup_probe" {
        for_each = local.released ? ["/healthz"] : []

        content {
          failure_threshold = 20
          period_seconds    = 3

          http_get {
            path = startup_probe.value
          }
        }
      }

      dynamic "env" {
        for_each = local.environment

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.given[each.key]

        content {
          name = env.key

          value_source {
            secret_key_ref {
              secret  = google_secret_manager_secret.secrets[env.value].secret_id
              version = "latest"
            }
          }
        }
      }
    }
  }

  depends_on = [
    google_project_service.used, google_kms_crypto_key_iam_member.agents,
    google_secret_manager_secret_iam_member.runner, google_secret_manager_secret_version.generated,
  ]
}

# A service that is open to all asks for a session or an API key itself.
resource "google_cloud_run_v2_service_iam_member" "open" {
  for_each = { for name, one in module.plan.services : name => one if one.public }

  name     = google_cloud_run_v2_service.services[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  member   = "allUsers"
}
