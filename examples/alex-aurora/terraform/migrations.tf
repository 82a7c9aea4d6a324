# Runs the migrations once the Aurora cluster exists, and again whenever a file
# of the folder changes. The connection comes from the cluster's own outputs.

variable "environment" {
  type = string
}

resource "terraform_data" "migrations" {
  triggers_replace = [
    aws_rds_cluster_instance.aurora.id,
    sha256(join("", [
      for file in sort(fileset("${path.module}/../backend/database/migrations", "*.sql")) :
      filesha256("${path.module}/../backend/database/migrations/${file}")
    ])),
  ]

  provisioner "local-exec" {
    command     = "pipeline/migrate.sh ${var.environment}"
    working_dir = "${path.module}/.."

    environment = {
      PGHOST     = aws_rds_cluster.aurora.endpoint
      PGUSER     = aws_rds_cluster.aurora.master_username
      PGPASSFILE = "${path.module}/.pgpass"
      PGSSLMODE  = "require"
    }
  }
}
