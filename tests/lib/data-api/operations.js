// SPDX-License-Identifier: Apache-2.0
// What the API does, by the path of a request, with an engine's sessions.
'use strict';
const { ApiError } = require('./error.js');
const { answer } = require('./answer.js');

module.exports = (engine, sessions, config) => {
	function check({ sql, schema }) {
		if (schema !== undefined)
			throw new ApiError('ValidationException', "The schema parameter isn't supported");
		if (typeof sql !== 'string' || sql === '')
			throw new ApiError('ValidationException', "Value null at 'sql' failed to satisfy constraint: Member must not be null");
		if (sql.length > config.sql)
			throw new ApiError('ValidationException', "1 validation error detected: Value at 'sql' failed to satisfy " +
				`constraint: Member must have length less than or equal to ${config.sql}`);
	}

	const callEnd = () => Date.now() + config.statementTimeout * 1000;

	// One statement until its call ends; then it goes on or is cancelled. session.running
	// is settled when it has ended.
	function run(session, { sql, continueAfterTimeout }, parameters, end) {
		const running = engine.run(session, sql, parameters);
		let timer;
		const late = new Promise((_, reject) => {
			timer = setTimeout(() => {
				if (!continueAfterTimeout)
					engine.cancel(session).catch(() => {});
				reject(new ApiError('StatementTimeoutException', 'Request timed out', 400,
					{ dbConnectionId: session.id }));
			}, end - Date.now());
		});

		session.running = running.catch(() => {});
		return Promise.race([running, late]).finally(() => clearTimeout(timer));
	}

	// One of a batch: rows would have nowhere to go.
	async function runOne(session, request, set, end) {
		const result = await run(session, request, set, end);

		if (result.rows)
			throw new ApiError('BadRequestException', 'A result was returned when none was expected.');
		return { generatedFields: result.generated };
	}

	async function runBatch(session, request) {
		const sets = request.parameterSets && request.parameterSets.length ? request.parameterSets : [[]];
		const updateResults = [], end = callEnd();

		for (const set of sets)
			updateResults.push(await runOne(session, request, set, end));
		return { updateResults };
	}

	return {
		async '/Execute'(request) {
			check(request);
			return sessions.use(request, async (session) =>
				answer(await run(session, request, request.parameters, callEnd()), request, config));
		},

		async '/BatchExecute'(request) {
			check(request);
			if (request.parameters !== undefined)
				throw new ApiError('ValidationException', "A batch has 'parameterSets', no 'parameters'");
			return sessions.use(request, (session) => runBatch(session, request));
		},

		async '/BeginTransaction'(request) {
			return { transactionId: await sessions.begin(request.database) };
		},

		async '/CommitTransaction'({ transactionId }) {
			await sessions.end(transactionId, engine.commit);
			return { transactionStatus: 'Transaction Committed' };
		},

		async '/RollbackTransaction'({ transactionId }) {
			await sessions.end(transactionId, engine.rollback);
			return { transactionStatus: 'Rollback Complete' };
		},
	};
};
