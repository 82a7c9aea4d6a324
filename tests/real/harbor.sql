-- SPDX-License-Identifier: Apache-2.0
CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL);
