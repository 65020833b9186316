#ifndef DIAGRAM_CONNECTIONS_LAYOUT_H
#define DIAGRAM_CONNECTIONS_LAYOUT_H

/* What the parts of the table of connections share. Only connections*.c include this file. */

#include "diagram/table/connections.h"

enum {
	CONNECTIONS_HEAD_HEIGHT = 40,
	CONNECTIONS_CAPTION_HEIGHT = 44,
	CONNECTIONS_CELLS_HEIGHT = 62, /* a line of cells in a high row: a name and a value */
	CONNECTIONS_CELLS_SPACE = 10, /* below the last line of cells */
};

enum column {
	COLUMN_STREAM,
	COLUMN_CLIENT,
	COLUMN_SERVER, /* only when there are several servers */
	COLUMN_CLIENT_ISN,
	COLUMN_SERVER_ISN,
	COLUMN_SENT,
	COLUMN_RECEIVED,
	COLUMN_DURATION,
	COLUMN_ENDING,
	COLUMN_COUNT,
};

struct connections {
	struct text *out;
	struct arena arena;
	const struct picture_options *options;
	const struct selection *selection;
	const struct capture_summary *summary;
	bool is_korean, has_many_servers, has_many_clients, is_in_seconds;
	bool has_roles; /* a captured SYN shows the roles of a connection */
	bool cuts_sockets; /* no letters are small enough for whole sockets */
	bool is_tall; /* rows have cells below their first line */
	int scale; /* of high rows and their letters, in percent */
	const struct tcp_connection **items;
	size_t count, row_count; /* row_count includes the row that counts the rest */
	int64_t first_ns, last_ns;
	int size, row_height, top, width, height;
	int left[COLUMN_COUNT], column_width[COLUMN_COUNT]; /* width 0: not shown */
	int time_left, time_width; /* width 0: not shown */
	int cell_width, cells_per_line, cell_size; /* of high rows */
};

/* ---- connections-layout.c ---- */

/* Finds the connections and what they have in common. They are in the arena. */
void connections_find(struct connections *connections);

/* Sets sizes, rows and columns. There must be a connection. */
void connections_lay_out(struct connections *connections);

/* A length in a high row, in px. */
int connections_scaled(const struct connections *connections, int length);

/* The size of the letters of headings. */
int connections_head_size(const struct connections *connections);

/* The place of a time on the time scale, in px. */
int connections_x(const struct connections *connections, int64_t time_ns);

/* ---- connections-words.c: the texts are in the arena or static ---- */

const char *connections_number(struct connections *connections, uint64_t value);

/* The contents of a cell; `column` is an enum column. */
const char *connections_cell(
	struct connections *connections, const struct tcp_connection *connection, unsigned column);

/* The heading of a column; "" for that of the streams. */
const char *connections_head(const struct connections *connections, unsigned column);

/* How a connection ended: "FIN". */
const char *connections_ending(
	const struct connections *connections, const struct tcp_connection *connection);

/* "3 TCP connections: 192.0.2.7 → server :80", and without the sockets. */
const char *connections_caption(struct connections *connections);
const char *connections_short_caption(struct connections *connections);

#endif
