// SPDX-License-Identifier: Apache-2.0
// usage: node prisma.mjs NODE_MODULES URL FOLDER deploy | status | applied NAME | rolled-back NAME
//
// What "prisma migrate" does with its schema engine, which runs without the
// rest of Prisma. URL: file:PATH, postgresql:///DB?host=DIR&user=U or
// mariadb:///DB?socketPath=PATH&user=U
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [, , modules, url, folder, command, name] = process.argv;
const require = createRequire(modules + '/');
const engineHome = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
const bindings = await import(join(engineHome, 'schema_engine_bg.js'));
const wasm = new WebAssembly.Module(readFileSync(join(engineHome, 'schema_engine_bg.wasm')));
const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings });
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

function connection() {
	const u = new URL(url);
	const database = u.pathname.slice(1), user = u.searchParams.get('user');
	switch (u.protocol) {
	case 'file:': {
		const { PrismaLibSql } = require('@prisma/adapter-libsql');
		return { provider: 'sqlite', adapter: new PrismaLibSql({ url }) };
	}
	case 'postgresql:': {
		const { PrismaPg } = require('@prisma/adapter-pg');
		const host = u.searchParams.get('host');
		return { provider: 'postgresql', adapter: new PrismaPg({ host, user, database }) };
	}
	default: {
		const { PrismaMariaDb } = require('@prisma/adapter-mariadb');
		const socketPath = u.searchParams.get('socketPath');
		return { provider: 'mysql', adapter: new PrismaMariaDb({ socketPath, user, database }) };
	}
	}
}

const { provider, adapter } = connection();
const { bindMigrationAwareSqlAdapterFactory } = require('@prisma/driver-adapter-utils');
const baseDir = resolve(folder);
const lock = join(baseDir, 'migration_lock.toml');
const migrationsList = {
	baseDir,
	lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
	shadowDbInitScript: '',
	migrationDirectories: readdirSync(baseDir, { withFileTypes: true })
		.filter((e) => e.isDirectory())
		.map((e) => ({
			path: e.name,
			migrationFile: {
				path: 'migration.sql',
				content: { tag: 'ok', value: readFileSync(join(baseDir, e.name, 'migration.sql'), 'utf8') },
			},
		}))
		.sort((a, b) => (a.path < b.path ? -1 : 1)),
};
const filters = { externalTables: [], externalEnums: [] };
const engine = await bindings.SchemaEngine.new(
	{ datamodels: [['schema.prisma', `datasource db {\n  provider = "${provider}"\n}\n`]] },
	() => {},
	bindMigrationAwareSqlAdapterFactory(adapter),
);
try {
	if (command === 'deploy')
		console.log(JSON.stringify(await engine.applyMigrations({ migrationsList, filters })));
	else if (command === 'status')
		console.log(JSON.stringify(await engine.diagnoseMigrationHistory(
			{ migrationsList, optInToShadowDatabase: false, filters })));
	else if (command === 'applied')
		await engine.markMigrationApplied({ migrationsList, migrationName: name });
	else
		await engine.markMigrationRolledBack({ migrationName: name });
} catch (e) {
	console.error(e);
	process.exit(1);
}
process.exit(0);
