# No secret's value stands in these files, in a variable or in the state: one that can be made is made during the apply
# and handed on (write-only), one that you bring is stored with gcloud.

resource "google_secret_manager_secret" "secrets" {
  for_each = module.plan.secrets

  secret_id = each.value.cloud_name

  replication {
    user_managed {
      replicas {
        location = var.region

        dynamic "customer_managed_encryption" {
          for_each = local.key[*]

          content {
            kms_key_name = customer_managed_encryption.value
          }
        }
      }
    }
  }

  depends_on = [google_project_service.used, google_kms_crypto_key_iam_member.agents]
}

ephemeral "random_password" "generated" {
  for_each = { for name, one in module.plan.secrets : name => one if one.generated }

  length  = 64
  special = false
}

resource "google_secret_manager_secret_version" "generated" {
  for_each = { for name, one in module.plan.secrets : name => one if one.generated }

  secret                 = google_secret_manager_secret.secrets[each.key].id
  secret_data_wo         = base64encode(ephemeral.random_password.generated[each.key].result)
  secret_data_wo_version = 1 # counting it up makes a new one, which ends all sessions and API keys
}
