# A finished object is told to its function. Eventarc delivers until the function answers 2xx; after twelve tries, the
# event waits as a dead letter, and the alert tells. Nothing is dropped in silence.

data "google_storage_project_service_account" "agent" {
  depends_on = [google_project_service.used]
}

resource "google_project_iam_member" "storage_announces" {
  project = var.project
  role    = "roles/pubsub.publisher"
  member  = data.google_storage_project_service_account.agent.member
}

resource "google_project_iam_member" "receives_events" {
  project = var.project
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.caller["object"].member
}

resource "google_eventarc_trigger" "objects" {
  for_each = module.plan.triggers

  name            = "${var.prefix}-${each.key}"
  location        = var.region
  service_account = google_service_account.caller["object"].email

  matching_criteria {
    attribute = "type"
    value     = "google.cloud.storage.object.v1.finalized"
  }

  matching_criteria {
    attribute = "bucket"
    value     = google_storage_bucket.data[each.value.bucket].name
  }

  destination {
    cloud_run_service {
      service = basename(google_cloudfunctions2_function.functions[each.value.function].service_config[0].service)
      region  = var.region
    }
  }

  depends_on = [
    google_project_iam_member.storage_announces, google_project_iam_member.receives_events,
    google_cloud_run_v2_service_iam_member.function_caller,
  ]
}

resource "google_pubsub_topic" "dead" {
  for_each = module.plan.triggers

  name         = "${var.prefix}-dead-${each.key}"
  kms_key_name = local.key

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_pubsub_subscription" "dead" {
  for_each = module.plan.triggers

  name                       = "${var.prefix}-dead-${each.key}"
  topic                      = google_pubsub_topic.dead[each.key].id
  message_retention_duration = "2678400s" # 31 days, the longest there is
  retain_acked_messages      = false

  expiration_policy {
    ttl = "" # never
  }
}

# Pub/Sub itself moves a message from one to the other.
resource "google_pubsub_topic_iam_member" "dead" {
  for_each = module.plan.triggers

  topic  = google_pubsub_topic.dead[each.key].name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_subscription_iam_member" "dead" {
  for_each = module.plan.triggers

  subscription = basename(google_eventarc_trigger.objects[each.key].transport[0].pubsub[0].subscription)
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

# Eventarc makes the subscription, so how it retries is told to it afterwards, by the gcloud that pushed the images.
resource "terraform_data" "retry" {
  for_each = module.plan.triggers

  triggers_replace = {
    subscription = google_eventarc_trigger.objects[each.key].transport[0].pubsub[0].subscription
    dead         = google_pubsub_topic.dead[each.key].id
    retention    = local.retention
  }

  provisioner "local-exec" {
    command = join(" ", [
      "gcloud pubsub subscriptions update ${basename(self.triggers_replace.subscription)} --project=${var.project}",
      "--dead-letter-topic=${self.triggers_replace.dead} --max-delivery-attempts=12",
      "--min-retry-delay=10s --max-retry-delay=600s --message-retention-duration=${self.triggers_replace.retention}",
    ])
  }

  depends_on = [google_pubsub_topic_iam_member.dead, google_pubsub_subscription_iam_member.dead]
}

# Events that the house publishes itself, such as one that is replayed. Without Pub/Sub's wrapper, the attributes of a
# message become headers: what arrives is the CloudEvent that Eventarc would have sent.

resource "google_pubsub_topic" "events" {
  for_each = module.plan.events

  name         = each.value.cloud_name
  kms_key_name = local.key

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_pubsub_subscription" "events" {
  for_each = module.plan.events

  name                       = each.value.cloud_name
  topic                      = google_pubsub_topic.events[each.key].id
  ack_deadline_seconds       = min(600, max(10, module.plan.functions[each.key].timeout))
  message_retention_duration = local.retention

  push_config {
    push_endpoint = module.plan.functions[each.key].url

    no_wrapper {
      write_metadata = true
    }

    oidc_token {
      service_account_email = google_service_account.caller["object"].email
      audience              = module.plan.functions[each.key].url
    }
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.value.dead].id
    max_delivery_attempts = 12
  }

  expiration_policy {
    ttl = "" # never
  }

  depends_on = [google_cloud_run_v2_service_iam_member.function_caller, google_pubsub_topic_iam_member.dead]
}

resource "google_pubsub_subscription_iam_member" "events" {
  for_each = module.plan.events

  subscription = google_pubsub_subscription.events[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}
