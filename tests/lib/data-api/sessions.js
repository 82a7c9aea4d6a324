// SPDX-License-Identifier: Apache-2.0
// The engine's sessions: a call has one to itself and leaves nothing in it; only a
// transaction keeps one from call to call, as long as it is not left alone for too long.
'use strict';
const crypto = require('crypto');
const { ApiError } = require('./error.js');

const IDLE_MS = 2000;

// They can't be done while somebody is in the database, or in the one that is copied.
const LONELY = /\b(CREATE|DROP)\s+(DATABASE|SCHEMA)\b/i;

module.exports = (engine, config) => {
	const idle = new Map(); // by database
	const transactions = new Map();

	function idleOf(database) {
		if (!idle.has(database))
			idle.set(database, []);
		return idle.get(database);
	}

	function close(session) {
		clearTimeout(session.timer);
		for (const list of idle.values())
			if (list.includes(session))
				list.splice(list.indexOf(session), 1);
		return engine.close(session).catch(() => {});
	}

	async function take(database) {
		const list = idleOf(database);

		for (let session = list.pop(); session; session = list.pop()) {
			clearTimeout(session.timer);
			// Somebody may have ended it at the server.
			if (await session.ready && !session.gone)
				return session;
		}
		return engine.open(database);
	}

	// Nobody waits for it to be as new but who takes it next.
	function giveBack(session, database) {
		session.ready = engine.reset(session).then(() => true, () => {
			close(session);
			return false;
		});
		session.timer = setTimeout(close, IDLE_MS, session).unref();
		idleOf(database).push(session);
	}

	function expire(id) {
		const tx = transactions.get(id);

		transactions.delete(id);
		if (tx)
			close(tx.session);
	}

	function find(id, database) {
		const tx = transactions.get(id);

		if (!tx)
			throw new ApiError('TransactionNotFoundException', `Transaction ${id} is not found`, 404);
		if (database !== undefined && database !== tx.database)
			throw new ApiError('BadRequestException', 'Database name is not the same as transaction');
		if (tx.busy)
			throw new ApiError('DatabaseErrorException', 'Transaction is still running a query');
		return tx;
	}

	function touch(id) {
		const tx = transactions.get(id);

		clearTimeout(tx.timer);
		tx.timer = setTimeout(expire, config.transactionIdle * 1000, id).unref();
	}

	// The session is free when its last statement is over, for which nobody waits who was told that it is late.
	async function alone({ sql, database }, work) {
		if (LONELY.test(sql))
			await Promise.all([...idle.values()].flat().map(close));
		const session = await take(database);

		return work(session).finally(() => {
			Promise.resolve(session.running).then(() => giveBack(session, database));
		});
	}

	async function within({ transactionId: id, database }, work) {
		const tx = find(id, database);

		tx.busy = true;
		clearTimeout(tx.timer);
		return work(tx.session).catch((e) => {
			if (e.endsTransaction)
				expire(id);
			throw e;
		}).finally(() => {
			Promise.resolve(tx.session.running).then(() => {
				tx.busy = false;
				if (transactions.has(id))
					touch(id);
			});
		});
	}

	return {
		// The work in the transaction that the request names, or in a session that ends with it.
		use: (request, work) => (request.transactionId === undefined ? alone : within)(request, work),

		async begin(database) {
			const session = await take(database);
			const id = crypto.randomBytes(120).toString('base64');

			await engine.begin(session);
			transactions.set(id, { session, database });
			touch(id);
			return id;
		},

		// how: commit or rollback
		async end(id, how) {
			const { session, database, timer } = find(id);

			transactions.delete(id);
			clearTimeout(timer);
			await how(session).catch((e) => {
				close(session);
				throw e;
			});
			giveBack(session, database);
		},
	};
};
