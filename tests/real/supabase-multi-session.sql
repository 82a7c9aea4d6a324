-- SPDX-License-Identifier: Apache-2.0
SET storage.iceberg_shards = '{}';
