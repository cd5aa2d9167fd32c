output "functions" {
  description = "Functions: name → how it runs."
  value       = local.functions
}

output "jobs" {
  description = "Jobs: name → how it runs."
  value       = local.jobs
}

output "services" {
  description = "Services: name → how it runs."
  value       = local.services
}

output "runners" {
  description = "All that runs: name → name in the cloud."
  value       = local.dashed
}

output "signers" {
  description = "Who may sign addresses of objects."
  value       = toset([for name, one in local.runners : name if try(one.signs, false)])
}

output "buckets" {
  description = "Buckets: name → name in the cloud and how long objects stay."
  value       = local.buckets
}

output "triggers" {
  description = "Which function hears of which bucket's objects."
  value       = local.triggers
}

output "events" {
  description = "Functions that hear of events: name → the topic that the house publishes to."
  value       = local.events
}

output "queues" {
  description = "Queues: name → rates and retries."
  value       = local.queues
}

output "schedules" {
  description = "Schedules: name → when, and what is called."
  value       = local.schedules
}

output "secrets" {
  description = "Secrets: name → name in the cloud and variable."
  value       = local.secrets
}

output "grants" {
  description = "Who may do what with which bucket, queue, job or secret."
  value       = local.grants
}

output "composite_indexes" {
  description = "Indexes over several fields, and vector indexes."
  value       = local.composite
}

output "expiring" {
  description = "Collections whose documents go some time after their end."
  value       = local.expiring
}

output "exemptions" {
  description = "Fields without indexes of their own."
  value       = local.exemptions
}
