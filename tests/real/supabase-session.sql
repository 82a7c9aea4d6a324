-- SPDX-License-Identifier: Apache-2.0
SET search_path = storage, public, extensions;
