# Optional: a key of your own. Google's services use it through their agents, which this file lets in.

locals {
  agents = var.cmek ? {
    artifactregistry = "service-${data.google_project.this.number}@gcp-sa-artifactregistry.iam.gserviceaccount.com"
    functions        = "service-${data.google_project.this.number}@gcf-admin-robot.iam.gserviceaccount.com"
    firestore        = "service-${data.google_project.this.number}@gcp-sa-firestore.iam.gserviceaccount.com"
    pubsub           = "service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    run              = "service-${data.google_project.this.number}@serverless-robot-prod.iam.gserviceaccount.com"
    secretmanager    = "service-${data.google_project.this.number}@gcp-sa-secretmanager.iam.gserviceaccount.com"
    storage          = data.google_storage_project_service_account.agent.email_address
  } : {}
}

resource "google_kms_key_ring" "data" {
  count = var.cmek ? 1 : 0

  name     = "${var.prefix}-data"
  location = var.region

  depends_on = [google_project_service.used]
}

resource "google_kms_crypto_key" "data" {
  count = var.cmek ? 1 : 0

  name                       = "${var.prefix}-data"
  key_ring                   = google_kms_key_ring.data[0].id
  rotation_period            = "7776000s" # 90 days
  destroy_scheduled_duration = "2592000s" # 30 days to change your mind: without the key, all data is lost
}

resource "google_kms_crypto_key_iam_member" "agents" {
  for_each = local.agents

  crypto_key_id = google_kms_crypto_key.data[0].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:${each.value}"
}
