# What must be said

variable "project" {
  description = "The Google Cloud project that everything is made in. It must exist and have billing switched on."
  type        = string
}

# What is asked most often

variable "region" {
  description = "Where functions, jobs, services and all data live. It cannot be changed later without moving the data."
  type        = string
  default     = "europe-west1"
}

variable "release" {
  description = "Tag of the container images to run, such as v1.2.0. Empty: a placeholder runs until you have pushed yours."
  type        = string
  default     = ""
}

variable "alert_email" {
  description = "Who is told when work dies, errors rise, work is stuck or money flows too fast. Empty: nobody."
  type        = string
  default     = ""
}

variable "monthly_budget" {
  description = "What this project may cost a month, in whole units of `currency`. You are told at 50, 80 and 100 %."
  type        = number
  default     = 50

  validation {
    condition     = var.monthly_budget >= 1 && floor(var.monthly_budget) == var.monthly_budget
    error_message = "monthly_budget is a whole number of at least 1."
  }
}

variable "currency" {
  description = "The currency of your billing account, as three letters."
  type        = string
  default     = "USD"
}

variable "keys" {
  description = "Secrets of manifest.yaml that you bring and have stored already, by name. Functions are given these."
  type        = set(string)
  default     = []
}

variable "domain" {
  description = "A host name for the console, such as leads.example.com. Empty: the console is at its run.app address."
  type        = string
  default     = ""
}

# What seldom changes

variable "armor" {
  description = "With `domain`: Cloud Armor in front of the console (limits for each address, known attacks refused)."
  type        = bool
  default     = false
}

variable "cmek" {
  description = "Encrypt everything with a key of your own in Cloud KMS. Decide before the first apply."
  type        = bool
  default     = false
}

variable "protect" {
  description = "Refuse to remove data. Set to false, and apply, before `terraform destroy`."
  type        = bool
  default     = true
}

variable "database" {
  description = "The Firestore database. `(default)` has a daily free quota, others have none."
  type        = string
  default     = "(default)"
}

variable "prefix" {
  description = "Begins the name of everything, so that two installations can share a project: letters and digits."
  type        = string
  default     = "leadreel"

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{0,8}$", var.prefix))
    error_message = "prefix is at most nine lower-case letters and digits, a letter first."
  }
}

variable "billing_account" {
  description = "Billing account that the budget watches. Empty: the project's own."
  type        = string
  default     = ""
}

variable "settings" {
  description = "More settings for all functions, jobs and services: LEADREEL_* variables and their values. No secrets."
  type        = map(string)
  default     = {}
}

variable "packages" {
  description = "The folder into which `make package` put the functions' zips."
  type        = string
  default     = "../build/packages"
}
