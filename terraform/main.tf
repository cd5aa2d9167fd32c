# What is made is calculated from manifest.yaml; the files beside this one make it, a file for each kind of thing.

data "google_project" "this" {
  project_id = var.project
}

module "plan" {
  source = "./modules/plan"

  manifest = "${path.module}/../manifest.yaml"
  project  = var.project
  number   = data.google_project.this.number
  region   = var.region
  prefix   = var.prefix
}

locals {
  released  = var.release != ""
  images    = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
  key       = var.cmek ? google_kms_crypto_key.data[0].id : null
  retention = "604800s" # seven days, during which a person can mend what is wrong

  # What every function, job and service is told.
  environment = merge({
    LEADREEL_SHELF              = "gcp"
    LEADREEL_PROJECT            = var.project
    LEADREEL_REGION             = var.region
    LEADREEL_DATA               = "/tmp/leadreel" # for what may be lost: caches
    LEADREEL_LOG_LEVEL          = "INFO"
    LEADREEL_FIRESTORE_DATABASE = var.database
    LEADREEL_PREFIX             = var.prefix
    LEADREEL_TASK_CALLER        = google_service_account.caller["task"].email
    LEADREEL_PUBLIC_URL         = var.domain != "" ? "https://${var.domain}" : module.plan.services["console"].url
  }, var.settings)

  # A secret that you bring is handed over once it has been stored.
  stored = toset([for name, one in module.plan.secrets : name if one.generated || contains(var.keys, name)])
  given = {
    for runner in keys(module.plan.runners) : runner => {
      for grant in values(module.plan.grants) : module.plan.secrets[grant.other].env => grant.other
      if grant.runner == runner && grant.right == "secrets" && contains(local.stored, grant.other)
    }
  }
}

resource "google_project_service" "used" {
  for_each = toset([
    "artifactregistry", "billingbudgets", "cloudbuild", "cloudfunctions", "cloudkms", "cloudscheduler", "cloudtasks",
    "compute", "eventarc", "firestore", "iam", "iamcredentials", "logging", "monitoring", "pubsub", "run",
    "secretmanager", "storage",
  ])

  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}
