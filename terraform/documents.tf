resource "google_firestore_database" "documents" {
  name                              = var.database
  location_id                       = var.region
  type                              = "FIRESTORE_NATIVE"
  concurrency_mode                  = "PESSIMISTIC"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED" # any minute of the last seven days
  delete_protection_state           = var.protect ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = var.protect ? "ABANDON" : "DELETE"

  dynamic "cmek_config" {
    for_each = local.key[*]

    content {
      kms_key_name = cmek_config.value
    }
  }

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

resource "google_firestore_backup_schedule" "daily" {
  database  = google_firestore_database.documents.name
  retention = local.retention

  daily_recurrence {}
}

resource "google_firestore_index" "composite" {
  for_each = module.plan.composite_indexes

  database    = google_firestore_database.documents.name
  collection  = each.value.collection
  query_scope = each.value.scope

  dynamic "fields" {
    for_each = each.value.plain

    content {
      field_path = fields.value
      order      = "ASCENDING"
    }
  }

  dynamic "fields" {
    for_each = each.value.order == "NEAREST" ? [] : [each.value.last]

    content {
      field_path = fields.value
      order      = each.value.order
    }
  }

  # Firestore puts the id before a vector by itself; said here, so that no later plan finds a difference.
  dynamic "fields" {
    for_each = each.value.order == "NEAREST" ? ["__name__"] : []

    content {
      field_path = fields.value
      order      = "ASCENDING"
    }
  }

  dynamic "fields" {
    for_each = each.value.order == "NEAREST" ? [each.value.last] : []

    content {
      field_path = fields.value

      vector_config {
        dimension = each.value.dimension

        flat {}
      }
    }
  }
}

# An empty index_config takes a field out of Firestore's own indexes.
resource "google_firestore_field" "exempt" {
  for_each = module.plan.exemptions

  database   = google_firestore_database.documents.name
  collection = each.value.collection
  field      = each.value.field

  index_config {}
}

# TTL policies. The field is the store's own (shared/adapters/gcp/values.py) and needs no index.
resource "google_firestore_field" "expiring" {
  for_each = module.plan.expiring

  database   = google_firestore_database.documents.name
  collection = each.key
  field      = "leadreel_expires"

  ttl_config {}

  index_config {}
}
