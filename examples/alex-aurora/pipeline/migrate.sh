#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Bring one environment's schema up to date: migrate.sh local|dev|prod.
#
# Runs right after Terraform made the cluster and before the Lambdas of a release
# are switched over. A new cluster does not answer at once, hence the wait.
#
# For dev and prod ALEX_CLUSTER_ARN and ALEX_SECRET_ARN are set. The check makes a
# scratch database beside the real one; where the role may not, PAWL_SCRATCH_URL
# names another server for it.
set -eu

env=${1:?usage: migrate.sh local|dev|prod}

pawl wait --env "$env" --timeout 5min
pawl up --env "$env"
pawl verify --env "$env"
pawl check --env "$env"
