# Where the state lies is told at `terraform init`; docs/guide/deploy.md makes the bucket:
#   terraform init -backend-config="bucket=PROJECT-leadreel-state"
terraform {
  required_version = ">= 1.11" # write-only arguments keep generated secrets out of the state

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50" # the arguments used here are checked against those of 6.50
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }

  backend "gcs" {
    prefix = "leadreel"
  }
}

provider "google" {
  project               = var.project
  region                = var.region
  user_project_override = true # budgets are asked for in the name of this project
  billing_project       = var.project

  default_labels = {
    app = var.prefix
  }
}
