# Calculates, from manifest.yaml and three names, everything that is to be made. No provider is used, so that the
# result can be looked at without an account:  terraform -chdir=terraform/modules/plan plan

variable "manifest" {
  description = "Path of manifest.yaml."
  type        = string
}

variable "project" {
  description = "Id of the project."
  type        = string
}

variable "number" {
  description = "Number of the project."
  type        = string
}

variable "region" {
  description = "Region of everything."
  type        = string
}

variable "prefix" {
  description = "Begins the name of everything."
  type        = string
}

locals {
  manifest = yamldecode(file(var.manifest))

  # Names in the cloud have no underscores.
  dashed = {
    for name in concat(keys(local.manifest.functions), keys(local.manifest.jobs), keys(local.manifest.services)) :
    name => "${var.prefix}-${replace(name, "_", "-")}"
  }

  functions = {
    for name, one in local.manifest.functions : name => {
      kind        = one.kind
      cloud_name  = local.dashed[name]
      entry_point = name
      timeout     = try(one.timeout, 60)
      memory      = try(one.memory, "256Mi")
      cpu         = tostring(try(one.cpu, 1))
      concurrency = try(one.concurrency, 1)
      instances   = try(one.instances, 10)
      public      = try(one.public, false)
      url         = "https://${var.region}-${var.project}.cloudfunctions.net/${local.dashed[name]}"
      # A token may be signed for either address of a function.
      audiences = [
        "https://${var.region}-${var.project}.cloudfunctions.net/${local.dashed[name]}",
        "https://${local.dashed[name]}-${var.number}.${var.region}.run.app",
      ]
    }
  }

  jobs = {
    for name, one in local.manifest.jobs : name => {
      cloud_name  = local.dashed[name]
      timeout     = try(one.timeout, 600)
      max_retries = try(one.max_retries, 3)
      cpu         = tostring(try(one.cpu, 1))
      memory      = try(one.memory, "512Mi")
      image       = split(".", one.module)[1]
    }
  }

  services = {
    for name, one in local.manifest.services : name => {
      cloud_name  = local.dashed[name]
      port        = try(one.port, 8080)
      cpu         = tostring(try(one.cpu, 1))
      memory      = try(one.memory, "512Mi")
      concurrency = try(one.concurrency, 40)
      instances   = try(one.instances, 4)
      public      = try(one.public, false)
      image       = split(".", one.module)[1]
      url         = "https://${local.dashed[name]}-${var.number}.${var.region}.run.app" # where a service of Cloud Run is
    }
  }

  runners = merge(local.manifest.functions, local.manifest.jobs, local.manifest.services)

  buckets = {
    for name, one in local.manifest.buckets : name => {
      cloud_name   = "${var.project}-${var.prefix}-${replace(name, "_", "-")}"
      cool_after   = try(one.cool_after, 0)
      delete_after = try(one.delete_after, 0)
    }
  }

  triggers = {
    for one in local.manifest.triggers : "${one.bucket}-${replace(one.function, "_", "-")}" => one
  }

  # What the house itself publishes to a function; what that refuses joins the dead letters of its first trigger.
  events = {
    for function in distinct([for one in local.manifest.triggers : one.function]) : function => {
      cloud_name = "${var.prefix}-events-${replace(function, "_", "-")}"
      dead       = [for name, one in local.triggers : name if one.function == function][0]
    }
  }

  queues = {
    for name, one in local.manifest.queues : name => {
      cloud_name     = "${var.prefix}-${replace(name, "_", "-")}"
      function       = one.function
      rate           = try(one.rate, 100)
      max_concurrent = try(one.max_concurrent, 4)
      max_attempts   = try(one.retry.max_attempts, 10)
      min_backoff    = "${try(one.retry.min_backoff, 1)}s"
      max_backoff    = "${try(one.retry.max_backoff, 300)}s"
      max_doublings  = try(one.retry.max_doublings, 8)
      max_duration   = "${try(one.retry.max_duration, 0)}s"
    }
  }

  schedules = {
    for name, one in local.manifest.schedules : name => {
      cloud_name = "${var.prefix}-${replace(name, "_", "-")}"
      function   = one.function
      cron       = one.cron
      time_zone  = try(one.time_zone, "Etc/UTC")
      deadline   = min(1800, max(15, try(local.manifest.functions[one.function].timeout, 60)))
    }
  }

  secrets = {
    for name, one in local.manifest.secrets : name => {
      cloud_name = "${var.prefix}-${replace(name, "_", "-")}"
      env        = one.env
      generated  = try(one.generated, false)
    }
  }

  # Who may touch what

  touched = distinct(flatten([
    [for one in local.manifest.triggers : { runner = one.function, right = "reads", other = one.bucket }],
    [for name, one in local.runners : concat(
      [for other in try(one.reads, []) : { runner = name, right = "reads", other = other }],
      [for other in try(one.writes, []) : { runner = name, right = "writes", other = other }],
      [for other in try(one.sends, []) : { runner = name, right = "sends", other = other }],
      [for other in try(one.starts, []) : { runner = name, right = "starts", other = other }],
      [for other in try(one.secrets, []) : { runner = name, right = "secrets", other = other }],
    )],
  ]))

  roles = {
    reads   = ["roles/storage.objectViewer"]
    writes  = ["roles/storage.objectUser"]
    sends   = ["roles/cloudtasks.enqueuer", "roles/cloudtasks.viewer"]
    starts  = ["roles/run.jobsExecutorWithOverrides", "roles/run.viewer"]
    secrets = ["roles/secretmanager.secretAccessor"]
  }

  grants = {
    for one in flatten([for one in local.touched : [for role in local.roles[one.right] : merge(one, { role = role })]]) :
    "${one.runner} ${one.right} ${one.other} ${split(".", one.role)[1]}" => one
  }

  # Indexes. One field alone is indexed by Firestore itself; several are asked for from both ends of their order.

  composite = {
    for pair in flatten([
      for one in local.manifest.indexes : [
        for order in(can(one.vector) ? ["NEAREST"] : ["ASCENDING", "DESCENDING"]) : { index = one, order = order }
      ] if length(one.fields) > 1 || can(one.vector)
    ]) :
    join(" ", concat([pair.index.collection], pair.index.fields, [lower(pair.order)])) => {
      collection = pair.index.collection
      scope      = try(pair.index.group, false) ? "COLLECTION_GROUP" : "COLLECTION"
      plain      = slice(pair.index.fields, 0, length(pair.index.fields) - 1)
      last       = pair.index.fields[length(pair.index.fields) - 1]
      order      = pair.order
      dimension  = try(pair.index.vector, 0)
    }
  }

  exemptions = {
    for one in local.manifest.exemptions : "${one.collection} ${one.field}" => one
  }

  # Beside the field that is named, the store keeps the timestamp by which Firestore goes.
  expiring = toset([for one in local.manifest.indexes : one.collection if try(one.expires, false)])
}
