/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The families of engines, for tables of facts that differ by engine and
 * belong to no dialect: what other tools' history tables look like.
 */
#ifndef SQL_ENGINE_H
#define SQL_ENGINE_H

enum sql_engine { ENGINE_SQLITE, ENGINE_POSTGRES, ENGINE_MYSQL, ENGINES };

#endif
