-- SPDX-License-Identifier: Apache-2.0
SET FOREIGN_KEY_CHECKS = 0;
