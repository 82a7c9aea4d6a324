'use strict';
/* The page works without this: it adds search, the marks of the navigation and moving about in diagrams. */
(() => {
	const $ = (id) => document.getElementById(id);
	const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

	/* Search: a section stays when it holds every word; names that hold one are marked. */
	const box = $('search'), found = $('found'), root = document.documentElement;
	const links = new Map(all('#list a').map((a) => [a.getAttribute('href').slice(1), a]));
	const groups = all('#list details');
	const chapters = all('main > h2');
	const sections = all('main .object').map((element) => ({
		element,
		link: links.get(element.id),
		text: all('.n, .type, .comment, .about, .tags, .touched, .title', element)
			.map((n) => n.textContent).join('\n').toLowerCase(),
		names: all('.n', element).map((node) => ({node, text: node.textContent})),
		marked: false,
	}));

	/* What a reader most likely means comes first: a name as typed, as begun, as a part. */
	const rank = (s, words) => {
		const name = s.names.length ? s.names[0].text.toLowerCase() : '';
		if (name === words.join(' '))
			return 0;
		if (words.every((word) => name.includes(word)))
			return name.startsWith(words[0]) ? 1 : 2;
		return 3;
	};

	/* Beside a table in the contents: the column that was found, if not the table itself was. */
	const note = (s, words) => {
		const old = s.link.querySelector('small');
		if (old)
			old.remove();
		const name = s.names.find((n) => words.some((word) => n.text.toLowerCase().includes(word)));
		if (!name || name === s.names[0] || rank(s, words) < 3)
			return;
		const small = document.createElement('small');
		small.textContent = name.text;
		s.link.append(small);
	};

	const mark = (name, words) => {
		const low = name.text.toLowerCase(), hit = new Uint8Array(low.length);
		let any = false;
		for (const word of words)
			for (let i = low.indexOf(word); i >= 0; i = low.indexOf(word, i + 1))
				any = true, hit.fill(1, i, i + word.length);
		if (!any || low.length !== name.text.length) {
			name.node.textContent = name.text;
			return;
		}
		const parts = [];
		for (let i = 0, j; i < low.length; i = j) {
			for (j = i; j < low.length && hit[j] === hit[i]; j++);
			const part = document.createElement(hit[i] ? 'mark' : 'span');
			part.textContent = name.text.slice(i, j);
			parts.push(part);
		}
		name.node.replaceChildren(...parts);
	};

	const unfilter = () => {
		for (const s of sections) {
			s.element.hidden = false;
			if (s.marked)
				for (const name of s.names)
					name.node.textContent = name.text;
			s.marked = false;
			if (s.link)
				note(s, []);
		}
		for (const a of links.values())
			a.parentNode.hidden = false;
		for (const element of [...groups, ...chapters])
			element.hidden = false;
		root.classList.remove('searching');
		found.textContent = '';
	};

	const search = () => {
		const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
		if (!words.length)
			return unfilter();
		let n = 0;
		root.classList.add('searching');
		for (const s of sections) {
			const hit = words.every((word) => s.text.includes(word));
			s.element.hidden = !hit;
			if (s.link) {
				s.link.parentNode.hidden = !hit;
				note(s, words);
			}
			if (hit || s.marked)
				for (const name of s.names)
					mark(name, hit ? words : []);
			s.marked = hit;
			n += hit;
		}
		for (const group of groups)
			group.hidden = !all('li:not([hidden])', group).length;
		for (const chapter of chapters) {
			let next = chapter.nextElementSibling;
			while (next && next.hidden)
				next = next.nextElementSibling;
			chapter.hidden = !next || !next.classList.contains('object');
		}
		found.textContent = n === 0 ? 'Nothing found' : n === 1 ? '1 match' : n + ' matches';
		scrollTo(0, 0);
	};

	const best = () => {
		const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
		const hits = words.length ? sections.filter((s) => !s.element.hidden) : [];
		hits.sort((a, b) => rank(a, words) - rank(b, words));
		return hits.length ? hits[0].element : null;
	};
	const leave = () => {
		box.value = '';
		unfilter();
	};
	box.addEventListener('input', search);
	box.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			leave();
			box.blur();
		} else if (event.key === 'Enter' && best()) {
			location.hash = best().id;
			best().scrollIntoView();
			menu(false);
		}
	});
	document.addEventListener('keydown', (event) => {
		if (event.key === '/' && !event.ctrlKey && !event.metaKey && document.activeElement !== box) {
			event.preventDefault();
			box.focus();
			box.select();
		}
	});

	/* A link to what the search hides ends the search. */
	const follow = () => {
		const target = location.hash && $(decodeURIComponent(location.hash.slice(1)));
		if (!target)
			return;
		if (target.closest('[hidden]') || (root.classList.contains('searching') && !target.closest('.object'))) {
			leave();
			target.scrollIntoView();
		}
		for (let d = target.closest('details'); d; d = d.parentNode.closest('details'))
			d.open = true;
	};
	addEventListener('hashchange', follow);

	/* On a phone the list of contents opens over the page. */
	const button = $('menu');
	const menu = (open) => {
		root.classList.toggle('menu', open);
		button.setAttribute('aria-expanded', String(open));
	};
	button.addEventListener('click', () => menu(!root.classList.contains('menu')));
	$('list').addEventListener('click', (event) => {
		if (event.target.closest('a'))
			menu(false);
	});

	/* Where the reader is. */
	let here = null;
	const seen = new Set();
	const watch = new IntersectionObserver((entries) => {
		for (const entry of entries)
			seen[entry.isIntersecting ? 'add' : 'delete'](entry.target);
		const top = [...seen].sort((a, b) => a.compareDocumentPosition(b) & 4 ? -1 : 1)[0];
		const link = top && links.get(top.id);
		if (!link || link === here)
			return;
		if (here)
			here.removeAttribute('aria-current');
		here = link;
		link.setAttribute('aria-current', 'true');
		const list = $('list'), y = link.offsetTop - list.offsetTop;
		if (y < list.scrollTop || y > list.scrollTop + list.clientHeight - 60)
			list.scrollTop = y - list.clientHeight / 2;
	}, {rootMargin: '-10% 0px -60% 0px'});
	for (const element of [...sections.map((s) => s.element), ...all('section.relations')])
		watch.observe(element);

	/* Diagrams: buttons and ctrl+wheel zoom, dragging moves, a table under the pointer shows its lines. */
	for (const figure of all('figure')) {
		const canvas = figure.querySelector('.canvas'), svg = figure.querySelector('svg');
		if (!svg)
			continue;
		const width = svg.viewBox.baseVal.width, height = svg.viewBox.baseVal.height;
		const boxes = all('.er-box', svg), lines = all('.er-line', svg);
		let scale = 1;
		const zoom = (to, x, y) => {
			const px = x === undefined ? canvas.clientWidth / 2 : x;
			const py = y === undefined ? canvas.clientHeight / 2 : y;
			const fx = (canvas.scrollLeft + px) / scale, fy = (canvas.scrollTop + py) / scale;
			scale = Math.min(3, Math.max(0.1, to));
			svg.style.width = width * scale + 'px';
			svg.style.height = height * scale + 'px';
			canvas.scrollLeft = fx * scale - px;
			canvas.scrollTop = fy * scale - py;
		};
		/* What does not fit opens at the table with the most lines. */
		const center = () => {
			const count = {};
			for (const {dataset: {a, b}} of lines)
				for (const n of [a, b])
					count[n] = (count[n] || 0) + 1;
			const hub = boxes.reduce((x, y) => (count[y.dataset.n] || 0) > (count[x.dataset.n] || 0) ? y : x);
			const r = hub.getBoundingClientRect(), c = canvas.getBoundingClientRect();
			canvas.scrollLeft += r.left + r.width / 2 - c.left - c.width / 2;
			canvas.scrollTop += r.top + r.height / 2 - c.top - c.height / 2;
		};
		const fitting = () => Math.min(1, canvas.clientWidth / width,
			parseFloat(getComputedStyle(canvas).maxHeight) / height || 1);
		const actions = {
			in: () => zoom(scale * 1.25),
			out: () => zoom(scale / 1.25),
			fit: () => zoom(fitting()),
		};
		figure.querySelector('.zoom').addEventListener('click', (event) => {
			const action = actions[event.target.dataset.zoom];
			if (action)
				action();
		});
		canvas.addEventListener('wheel', (event) => {
			if (!event.ctrlKey)
				return;
			event.preventDefault();
			const r = canvas.getBoundingClientRect();
			zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - r.left, event.clientY - r.top);
		}, {passive: false});
		/* As large as reads well: the whole width if that is not too small. */
		const across = Math.min(1, canvas.clientWidth / width);
		zoom(across >= 0.55 ? across : 0.65, 0, 0);
		center();

		let drag = null;
		canvas.addEventListener('pointerdown', (event) => {
			if (event.pointerType === 'mouse' && event.button === 0)
				drag = {x: event.clientX, y: event.clientY, left: canvas.scrollLeft, top: canvas.scrollTop, far: false};
		});
		addEventListener('pointermove', (event) => {
			if (!drag)
				return;
			const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
			drag.far = drag.far || Math.abs(dx) + Math.abs(dy) > 5;
			canvas.classList.toggle('dragging', drag.far);
			canvas.scrollLeft = drag.left - dx;
			canvas.scrollTop = drag.top - dy;
		});
		addEventListener('pointerup', () => {
			if (drag && drag.far)
				canvas.addEventListener('click', (event) => event.preventDefault(), {once: true, capture: true});
			drag = null;
			setTimeout(() => canvas.classList.remove('dragging'));
		});
		canvas.addEventListener('dragstart', (event) => event.preventDefault());

		const show = (n) => {
			svg.classList.toggle('chosen', n !== null);
			const near = new Set([n]);
			for (const line of lines) {
				const {a, b} = line.dataset, on = n !== null && (a === n || b === n);
				line.classList.toggle('on', on);
				if (on)
					near.add(a).add(b);
			}
			for (const b of boxes)
				b.classList.toggle('on', near.has(b.dataset.n));
		};
		for (const b of boxes) {
			b.addEventListener('pointerenter', () => show(b.dataset.n));
			b.addEventListener('pointerleave', () => show(null));
			b.addEventListener('focus', () => show(b.dataset.n));
			b.addEventListener('blur', () => show(null));
		}
	}

	/* Paper cannot unfold. */
	let folded = [];
	addEventListener('beforeprint', () => {
		folded = all('main details:not([open])');
		for (const d of folded)
			d.open = true;
	});
	addEventListener('afterprint', () => {
		for (const d of folded)
			d.open = false;
	});

	root.classList.add('scripted');
	follow();
})();
