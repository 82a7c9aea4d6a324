# Runs the migrations once the Aurora cluster exists, and again whenever a file
# of the folder changes. The cluster's outputs say where to; nothing but the AWS
# credentials of whoever runs Terraform is needed to get in: no VPC, no password.
#
#	resource "aws_rds_cluster" "aurora" {
#	  engine                      = "aurora-postgresql"
#	  enable_http_endpoint        = true
#	  manage_master_user_password = true
#	  ...

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
      ALEX_CLUSTER_ARN = aws_rds_cluster.aurora.arn
      ALEX_SECRET_ARN  = aws_rds_cluster.aurora.master_user_secret[0].secret_arn
    }
  }
}

# What the caller of the pipeline may do, and no more.
data "aws_iam_policy_document" "migrations" {
  statement {
    actions = [
      "rds-data:ExecuteStatement",
      "rds-data:BatchExecuteStatement",
      "rds-data:BeginTransaction",
      "rds-data:CommitTransaction",
      "rds-data:RollbackTransaction",
    ]
    resources = [aws_rds_cluster.aurora.arn]
  }

  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_rds_cluster.aurora.master_user_secret[0].secret_arn]
  }
}
