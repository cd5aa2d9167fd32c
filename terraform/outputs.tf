output "next" {
  description = "What to do now."
  value = join("\n", local.released ? [
    "Drop a file:   gcloud storage cp leads.csv gs://${google_storage_bucket.data["uploads"].name}/",
    "Look:          ${local.environment.LEADREEL_PUBLIC_URL}",
    "A key for it:  see docs/guide/deploy.md, The first key",
    ] : [
    "The containers are placeholders. Make, push and name your own:",
    "  gcloud auth configure-docker ${var.region}-docker.pkg.dev",
    "  make images REPOSITORY=${local.images} TAG=v1",
    "  terraform apply -var project=${var.project} -var release=v1",
  ])
}

output "console" {
  description = "Where the console is."
  value       = local.environment.LEADREEL_PUBLIC_URL
}

output "console_address" {
  description = "With `domain`: what its A record must say."
  value       = one(google_compute_global_address.console[*].address)
}

output "buckets" {
  description = "Where files are dropped and found: name → bucket."
  value       = { for name, one in google_storage_bucket.data : name => one.name }
}

output "functions" {
  description = "Addresses of the functions."
  value       = { for name, one in module.plan.functions : name => one.url }
}

output "repository" {
  description = "Where container images are pushed."
  value       = local.images
}

output "secrets_to_store" {
  description = "Secrets that wait for a value of yours, and the command that stores it."
  value = {
    for name, one in module.plan.secrets : name => "gcloud secrets versions add ${one.cloud_name} --data-file=-"
    if !one.generated && !contains(var.keys, name)
  }
}
