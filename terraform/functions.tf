resource "google_storage_bucket_object" "package" {
  for_each = module.plan.functions

  bucket = google_storage_bucket.sources.name
  name   = "${each.key}/${try(filesha256("${var.packages}/${each.key}.zip"), "missing")}.zip"
  source = "${var.packages}/${each.key}.zip"

  lifecycle {
    precondition {
      condition     = fileexists("${var.packages}/${each.key}.zip")
      error_message = "${var.packages}/${each.key}.zip is not there. In the folder above, run: make package"
    }
  }
}

resource "google_cloudfunctions2_function" "functions" {
  for_each = module.plan.functions

  name         = each.value.cloud_name
  location     = var.region
  kms_key_name = local.key

  build_config {
    runtime           = "python311"
    entry_point       = each.value.entry_point
    service_account   = google_service_account.builder.id
    docker_repository = google_artifact_registry_repository.functions.id

    source {
      storage_source {
        bucket = google_storage_bucket.sources.name
        object = google_storage_bucket_object.package[each.key].name
      }
    }
  }

  service_config {
    service_account_email            = google_service_account.runner[each.key].email
    timeout_seconds                  = each.value.timeout
    available_memory                 = each.value.memory
    available_cpu                    = each.value.cpu
    max_instance_request_concurrency = each.value.concurrency
    max_instance_count               = each.value.instances
    ingress_settings                 = "ALLOW_ALL" # to be asked; who may call is decided below, and in the function
    all_traffic_on_latest_revision   = true

    # The platform checks a caller's token before a closed function hears of it; the function checks whose it is.
    environment_variables = merge(local.environment, each.value.public ? {} : {
      LEADREEL_AUDIENCES = join(",", concat(each.value.audiences, local.older_addresses[each.key], local.more_addresses))
      LEADREEL_CALLERS   = google_service_account.caller[each.value.kind].email
      LEADREEL_SIGNATURE = "platform"
    })

    dynamic "secret_environment_variables" {
      for_each = local.given[each.key]

      content {
        key        = secret_environment_variables.key
        project_id = var.project
        secret     = google_secret_manager_secret.secrets[secret_environment_variables.value].secret_id
        version    = "latest"
      }
    }
  }

  depends_on = [
    google_project_service.used, google_project_iam_member.builder, google_storage_bucket_iam_member.builder,
    google_project_iam_member.builder_reads,
    google_secret_manager_secret_iam_member.runner, google_secret_manager_secret_version.generated,
  ]
}

locals {
  # Cloud Run's older form of address ends in letters that are the same for all services of a project and region.
  # Eventarc signs for it, so it is taken from a service that is there.
  older_address  = values(google_cloud_run_v2_service.services)[0]
  more_addresses = compact(split(",", lookup(var.settings, "LEADREEL_AUDIENCES", "")))
  older_addresses = {
    for name, one in module.plan.functions : name => distinct([
      replace(local.older_address.uri, local.older_address.name, one.cloud_name)
    ])
  }
}

# Who may call. A function that is open to all checks an API key itself.
resource "google_cloud_run_v2_service_iam_member" "function_caller" {
  for_each = module.plan.functions

  name     = basename(google_cloudfunctions2_function.functions[each.key].service_config[0].service)
  location = var.region
  role     = "roles/run.invoker"
  member   = each.value.public ? "allUsers" : google_service_account.caller[each.value.kind].member
}
