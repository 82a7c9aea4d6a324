// SPDX-License-Identifier: Apache-2.0
// Aurora MySQL, which is a MariaDB or MySQL server here; for what an engine gives see
// postgres.js.
//
// Documented by AWS (Aurora User Guide: "Amazon RDS Data API operations reference",
// "Comparing Amazon RDS Data API behaviors", "Troubleshooting"; RDS Data Service API
// Reference):
// - which types there are, and as which member of a Field they come;
// - DDL in a transaction commits it;
// - generatedFields holds what was inserted, in a batch for each of its sets;
// - several statements in one call: ValidationException.
//
// Seen by users of the real service:
// - the text of errors, "Database error code: 1146. Message: ..." in a BadRequestException
//   at first (cloud-utils/aurora-data-api, issue 21; "errors": "first" here) and
//   "...; Error code: 1146; SQLState: 42S02" since (its base.py);
// - TINYINT(1) is a booleanValue, DECIMAL and YEAR a stringValue, and a UUID hint is
//   refused (jeremydaly/data-api-client, integration-tests/mysql.int.test.ts).
//
// Assumed, for nobody says:
// - what is DDL and what isn't goes over the same session, so that behind DDL the
//   transaction's number is good, and what follows waits for its commit ("autocommit":
//   true lets it be committed at once instead);
// - an UPDATE counts the rows that it changes ("foundRows": true: that it finds);
// - BIT of several bits is a blobValue; an integer behind 2^63, a GEOMETRY and a
//   VECTOR are unsupported; of CALL the first rows count;
// - ":name" is not looked for in strings, quoted names and comments;
// - an error leaves the transaction open, as the server does.
'use strict';
const { ApiError } = require('../error.js');
const { tokens, replace } = require('../parameters.js');

const SKIPPED = [/'(?:[^'\\]|\\[^]|'')*'/, /"(?:[^"\\]|\\[^]|"")*"/, /`(?:[^`]|``)*`/, /--(?=\s|$)[^\n]*/, /#[^\n]*/,
	/\/\*[^]*?\*\//];
const PATTERN = tokens(SKIPPED);

const HINTS = {
	DATE: /^\d{4}-\d\d-\d\d$/,
	TIME: /^\d\d:\d\d:\d\d(\.\d{1,6})?$/,
	TIMESTAMP: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/,
	DECIMAL: /^[-+]?\d*\.?\d*$/,
	JSON: /^/,
};

function checkHint({ value, hint }) {
	if (!HINTS[hint])
		throw new ApiError('BadRequestException', `The type hint ${hint} isn't supported.`);
	if (!HINTS[hint].test(value))
		throw new ApiError('BadRequestException', `The value is no ${hint}.`);
}

function valueOf(parameter) {
	const { type, value, hint } = parameter;

	if (type === 'stringValue' && hint)
		checkHint(parameter);
	if (type === 'longValue')
		return BigInt(value);
	return type === 'blobValue' ? Buffer.from(value, 'base64') : value;
}

function bind(sql, parameters) {
	const values = [];
	const text = replace(sql, PATTERN, parameters, (name, parameter) => {
		values.push(valueOf(parameter));
		return '?';
	});

	return { text, values };
}

const PROGRAM = /^\s*(CREATE\s(?:[^'"`;]|'[^']*'|`[^`]*`)*?\b(PROCEDURE|FUNCTION|TRIGGER|EVENT|PACKAGE)\b|ALTER\s[^;]*\bEVENT\b|BEGIN\s+NOT\s)/i;

// Something behind a semicolon; the body of a program may have them.
function checkSingle(sql) {
	const bare = sql.replace(new RegExp(SKIPPED.map((r) => r.source).join('|'), 'g'), (s) => (/^(--|#|\/\*)/.test(s) ? ' ' : "''"));

	if (/;\s*[^\s;]/.test(bare) && !PROGRAM.test(bare))
		throw new ApiError('ValidationException', "Multistatements aren't supported.");
}

// By the protocol's number: the name, java.sql.Types' number, and the member of a Field.
const BINARY = 63, UNSIGNED = 32, AUTO_INCREMENT = 512, NOT_NULL = 1, ENUM = 256, SET = 2048;
const TYPES = {
	0: ['DECIMAL', 3, 'string'], 1: ['TINYINT', -6, 'long'], 2: ['SMALLINT', 5, 'long'], 3: ['INT', 4, 'long'],
	4: ['FLOAT', 7, 'double'], 5: ['DOUBLE', 8, 'double'], 6: ['NULL', 0, 'string'], 7: ['TIMESTAMP', 93, 'string'],
	8: ['BIGINT', -5, 'long'], 9: ['MEDIUMINT', 4, 'long'], 10: ['DATE', 91, 'string'], 11: ['TIME', 92, 'string'],
	12: ['DATETIME', 93, 'string'], 13: ['YEAR', 91, 'string'], 15: ['VARCHAR', 12, 'string'], 16: ['BIT', -7, 'blob'],
	245: ['JSON', -1, 'string'], 246: ['DECIMAL', 3, 'string'], 247: ['ENUM', 1, 'string'], 248: ['SET', 1, 'string'],
	249: ['TINYTEXT', 12, 'string'], 250: ['MEDIUMTEXT', -1, 'string'], 251: ['LONGTEXT', -1, 'string'],
	252: ['TEXT', -1, 'string'], 253: ['VARCHAR', 12, 'string'], 254: ['CHAR', 1, 'string'],
};
const BLOBS = { TINYTEXT: ['TINYBLOB', -3, 'blob'], MEDIUMTEXT: ['MEDIUMBLOB', -4, 'blob'], LONGTEXT: ['LONGBLOB', -4, 'blob'],
	TEXT: ['BLOB', -4, 'blob'], VARCHAR: ['VARBINARY', -3, 'blob'], CHAR: ['BINARY', -2, 'blob'] };

function typeOf(column) {
	const type = TYPES[column.columnType];

	if (!type)
		throw new ApiError('UnsupportedResultException', `The result contains the unsupported data type ${column.type}.`);
	if (column.columnLength === 1 && (type[0] === 'TINYINT' || type[0] === 'BIT'))
		return ['BIT', -7, 'boolean'];
	if (column.flags & (ENUM | SET))
		return [column.flags & ENUM ? 'ENUM' : 'SET', 1, 'string'];
	return (column.collation.index === BINARY && BLOBS[type[0]]) || type;
}

const FIELDS = {
	long(value) {
		const longValue = BigInt(value);

		if (BigInt.asIntN(64, longValue) !== longValue)
			throw new ApiError('UnsupportedResultException', 'The result contains the unsupported data type BIGINT UNSIGNED.');
		return { longValue };
	},
	double: (value) => ({ doubleValue: Number(value) }),
	boolean: (value) => ({ booleanValue: Boolean(Buffer.isBuffer(value) ? value[0] : value) }),
	blob: (value) => ({ blobValue: Buffer.from(value).toString('base64') }),
	string: (value) => ({ stringValue: String(value) }), // a SET's items with commas
};

function metadata(column) {
	const [typeName, type, member] = typeOf(column);
	const unsigned = Boolean(column.flags & UNSIGNED);

	return { name: column.orgName() || column.name(), label: column.name(), type,
		typeName: typeName + (unsigned && member === 'long' ? ' UNSIGNED' : ''),
		nullable: column.flags & NOT_NULL ? 0 : 1, precision: column.columnLength, scale: column.scale,
		schemaName: '', tableName: column.table(), isAutoIncrement: Boolean(column.flags & AUTO_INCREMENT),
		isCaseSensitive: member === 'blob', isCurrency: false,
		isSigned: ['long', 'double'].includes(member) && !unsigned, arrayBaseColumnType: 0 };
}

// The connector's, with rows as arrays that know their columns, or none.
function resultOf(result) {
	if (!Array.isArray(result))
		return { columns: [], changed: Number(result.affectedRows),
			generated: result.insertId > 0 ? [{ longValue: BigInt(result.insertId) }] : [] };
	const fields = result.meta.map((column) => FIELDS[typeOf(column)[2]]);

	return { rows: result.map((row) => row.map((cell, i) => (cell === null ? { isNull: true } : fields[i](cell)))),
		columns: result.meta.map(metadata), changed: 0, generated: [] };
}

// Of several results the first.
const first = (result) => (Array.isArray(result) && result.meta === undefined ? result[0] : result);

// Statements without parameters go as they are: not all of them could be prepared.
async function run({ client }, sql, parameters) {
	checkSingle(sql);
	const { text, values } = bind(sql, parameters);

	return resultOf(first(await (values.length ? client.execute(text, values) : client.query(text))));
}

// ER_QUERY_INTERRUPTED; MariaDB's ER_STATEMENT_TIMEOUT
const INTERRUPTED = [1317, 1969];

const OPTIONS = { rowsAsArray: true, dateStrings: true, jsonStrings: true, autoJsonMap: false, prepareCacheLength: 0,
	charset: 'utf8mb4', connectTimeout: 10000 };

// config.server: what the connector takes; config.errors, config.autocommit, config.foundRows: see above
module.exports = (config, load) => {
	const mariadb = load('mariadb');

	async function open(database) {
		const client = await mariadb.createConnection({ ...OPTIONS, ...config.server, database,
			foundRows: Boolean(config.foundRows) }).catch((e) => {
			throw e.errno === 1049 ? new ApiError('DatabaseNotFoundException', text(e), 404) : e;
		});

		client.on('error', () => {}); // "gone" says it
		await client.query('SET sql_mode = DEFAULT'); // the connector adds IGNORE_SPACE, until it is reset
		return { id: client.threadId, client, database: client.info.database, get gone() { return !client.isValid(); } };
	}

	// It leaves the database that USE has chosen, and takes the server's character set for its.
	async function reset({ client, database }) {
		if (client.info.database !== database)
			throw new Error('another database is in use');
		await Promise.all([client.reset(), database && client.query(`USE ${client.escapeId(database)}`)]);
	}

	async function cancel({ id }) {
		const { client } = await open();

		await client.query(`KILL QUERY ${id}`).finally(() => client.end());
	}

	function text({ errno, sqlMessage, sqlState }) {
		return config.errors === 'first' ? `Database error code: ${errno}. Message: ${sqlMessage}`
			: `${sqlMessage}; Error code: ${errno}; SQLState: ${sqlState}`;
	}

	function error(e) {
		// What is interrupted has the state of what is killed, and the connector takes it for that.
		if (!e.errno || !e.sqlState || (e.fatal && !INTERRUPTED.includes(e.errno)))
			return new ApiError('DatabaseUnavailableException', e.message, 504);
		return new ApiError(config.errors === 'first' ? 'BadRequestException' : 'DatabaseErrorException', text(e));
	}

	return {
		open,
		reset,
		close: async ({ client }) => client.destroy(),
		begin: ({ client }) => client.query(config.autocommit ? 'START TRANSACTION' : 'SET autocommit = 0'),
		commit: ({ client }) => client.query('COMMIT'),
		rollback: ({ client }) => client.query('ROLLBACK'),
		run,
		cancel,
		error,
	};
};
