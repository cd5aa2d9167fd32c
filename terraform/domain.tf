# Optional: the console under a name of your own, with Cloud Armor before it. Point the name's A record at the output
# `console_address`; Google's certificate follows by itself within the hour.

resource "google_compute_global_address" "console" {
  count = var.domain == "" ? 0 : 1

  name       = "${var.prefix}-console"
  depends_on = [google_project_service.used]
}

resource "google_compute_managed_ssl_certificate" "console" {
  count = var.domain == "" ? 0 : 1

  name = "${var.prefix}-${replace(var.domain, ".", "-")}"

  managed {
    domains = [var.domain]
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_region_network_endpoint_group" "console" {
  count = var.domain == "" ? 0 : 1

  name                  = "${var.prefix}-console"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = google_cloud_run_v2_service.services["console"].name
  }
}

resource "google_compute_backend_service" "console" {
  count = var.domain == "" ? 0 : 1

  name                  = "${var.prefix}-console"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = var.armor ? google_compute_security_policy.console[0].id : null

  backend {
    group = google_compute_region_network_endpoint_group.console[0].id
  }

  log_config {
    enable      = true
    sample_rate = 0.1
  }
}

resource "google_compute_security_policy" "console" {
  count = var.domain != "" && var.armor ? 1 : 0

  name = "${var.prefix}-console"

  rule {
    description = "known attacks"
    priority    = 1000
    action      = "deny(403)"

    match {
      expr {
        expression = "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1}) || evaluatePreconfiguredWaf('rce-v33-stable', {'sensitivity': 1}) || evaluatePreconfiguredWaf('lfi-v33-stable', {'sensitivity': 1})"
      }
    }
  }

  rule {
    description = "600 calls a minute from one address"
    priority    = 2000
    action      = "throttle"

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }

    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"

      rate_limit_threshold {
        count        = 600
        interval_sec = 60
      }
    }
  }

  rule {
    description = "everything else"
    priority    = 2147483647
    action      = "allow"

    match {
      versioned_expr = "SRC_IPS_V1"

      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}

resource "google_compute_url_map" "console" {
  count = var.domain == "" ? 0 : 1

  name            = "${var.prefix}-console"
  default_service = google_compute_backend_service.console[0].id
}

resource "google_compute_target_https_proxy" "console" {
  count = var.domain == "" ? 0 : 1

  name             = "${var.prefix}-console"
  url_map          = google_compute_url_map.console[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.console[0].id]
}

resource "google_compute_global_forwarding_rule" "console" {
  count = var.domain == "" ? 0 : 1

  name                  = "${var.prefix}-console"
  target                = google_compute_target_https_proxy.console[0].id
  ip_address            = google_compute_global_address.console[0].id
  port_range            = "443"
  load_balancing_scheme = "EXTERNAL_MANAGED"
}
