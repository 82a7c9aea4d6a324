ALTER PUBLICATION p SET (publish = 'insert, update', publish_via_partition_root = false);
