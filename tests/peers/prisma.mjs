// SPDX-License-Identifier: Apache-2.0
// usage: node prisma.mjs NODE_MODULES URL FOLDER deploy | status | applied NAME | rolled-back NAME
//
// What "prisma migrate" does with its schema engine, which runs without the
// rest of Prisma, for SQLite and PostgreSQL. URL: file:PATH or
// postgresql:///DB?host=DIR&user=U
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [, , modules, url, folder, command, name] = process.argv;
const require = createRequire(modules + '/');
const engineHome = dirname(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
const bindings = await import(join(engineHome, 'schema_engine_bg.js'));
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (text) => console.error(text) };
const wasm = new WebAssembly.Module(readFileSync(join(engineHome, 'schema_engine_bg.wasm')));
const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings });
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

function connection() {
	if (url.startsWith('file:')) {
		const { PrismaLibSql } = require('@prisma/adapter-libsql');
		return { provider: 'sqlite', adapter: new PrismaLibSql({ url }) };
	}
	const { pathname, searchParams } = new URL(url);
	const { PrismaPg } = require('@prisma/adapter-pg');
	return {
		provider: 'postgresql',
		adapter: new PrismaPg({
			host: searchParams.get('host'),
			user: searchParams.get('user'),
			database: pathname.slice(1),
		}),
	};
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
