/*
 * Draws a table. Columns are as wide as their contents, and letters are as large as the columns
 * allow. Few connections have high rows: first numbers and sizes stand in a second line, under
 * their names, so that all letters can be large. At the right, a bar for each connection shows its
 * lifetime on one time scale. Columns that do not fit at the smallest size are left out. Rows that
 * do not fit are counted in the last one.
 */
#include "diagram/table/connections.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/timestamp.h"
#include "conversation/names/endpoint-names.h"
#include "explain/words.h"

enum {
	HEAD_HEIGHT = 40,
	CAPTION_HEIGHT = 44,
	BOTTOM_SPACE = 4,
	ROW_MIN = 32,
	ROW_MAX = 88,
	COLUMN_SPACE = 26,
	TIME_WIDTH = 230, /* the preferred width … */
	TIME_WIDTH_MIN = 110, /* … and the least that is useful */
	TEXT_SIZE_MAX = 26,
	TALL_FIRST = 50, /* the first line of a high row */
	TALL_CELLS = 62, /* a line of cells below it: a name and a value */
	TALL_SPACE = 10, /* below the last line */
	TALL_WIDTH = 900, /* of a picture in which all cells stand in one line */
	CLIENT_WIDTH_MAX = 340,
	BAR_HEIGHT = 16,
	STANDALONE_ROWS_MAX = 1000,
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

static const char *const korean_heads[COLUMN_COUNT] = { "", "클라이언트", "서버", "클라이언트 ISN",
	"서버 ISN", "클라이언트 데이터", "서버 데이터", "시간", "종료" };
static const char *const english_heads[COLUMN_COUNT] = { "", "client", "server", "client ISN",
	"server ISN", "client data", "server data", "time", "end" };

/* ---- which connections ---- */

static bool same_endpoint(
	const struct address *a, uint16_t a_port, const struct address *b, uint16_t b_port)
{
	return a_port == b_port && address_equal(a, b);
}

static void connections_add(
	struct connections *connections, const struct tcp_connection *connection)
{
	const struct tcp_connection *first =
		connections->count ? connections->items[0] : connection;
	connections->items[connections->count++] = connection;
	if (!same_endpoint(&first->server, first->server_port, &connection->server,
		    connection->server_port))
		connections->has_many_servers = true;
	if (!address_equal(&first->client, &connection->client))
		connections->has_many_clients = true;
	connections->has_roles |= tcp_connection_has_roles(connection);
	/* The clock may have been set back during the capture. */
	bool is_backwards = connection->last_ns < connection->first_ns;
	int64_t earliest_ns = is_backwards ? connection->last_ns : connection->first_ns;
	int64_t latest_ns = is_backwards ? connection->first_ns : connection->last_ns;
	if (connections->count == 1 || earliest_ns < connections->first_ns)
		connections->first_ns = earliest_ns;
	if (connections->count == 1 || latest_ns > connections->last_ns)
		connections->last_ns = latest_ns;
	if (latest_ns - earliest_ns >= NS_PER_S)
		connections->is_in_seconds = true;
}

static void collect(struct connections *connections)
{
	const struct capture_summary *summary = connections->summary;
	const struct selection *selection = connections->selection;
	uint32_t count = summary->connection_count;
	bool *is_shown = arena_alloc_array(&connections->arena, count, sizeof(*is_shown));
	bool is_all = selection->match_count == summary->packet_count;
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (packet->facts.has_tcp && packet->facts.tcp.stream < count)
			is_shown[packet->facts.tcp.stream] = true;
	}
	connections->items =
		arena_alloc_array(&connections->arena, count, sizeof(*connections->items));
	for (uint32_t i = 0; i < count; i++)
		if ((is_all && summary->connections[i].packet_count) || is_shown[i])
			connections_add(connections, &summary->connections[i]);
}

/* ---- words ---- */

static const char *number(struct connections *connections, uint64_t value)
{
	return picture_number(&connections->arena, value, connections->is_korean);
}

static const char *size_words(struct connections *connections, uint64_t size)
{
	return arena_printf(&connections->arena,
		connections->is_korean ? "%s바이트"
			: size == 1    ? "%s byte"
				       : "%s bytes",
		number(connections, size));
}

/*
 * Whether the connection's client is a guess: no SYN of it was captured, and none that the same
 * server was sent.
 */
static bool is_guess(const struct connections *connections, const struct tcp_connection *connection)
{
	bool is_shown = connections->has_roles && !connections->has_many_servers;
	return !is_shown && !tcp_connection_has_roles(connection);
}

static const char *socket_words(struct connections *connections, const struct address *address,
	uint16_t port, bool has_address)
{
	autofinish(text) struct text text = { 0 };
	const struct endpoint endpoint = { *address, port };
	const struct capture_names *names = &connections->summary->names;
	const char *whole = socket_name(names, &endpoint);
	const char *name = whole ? whole : port_name(names, port);
	if (!has_address)
		return name ? name : arena_printf(&connections->arena, ":%u", port);
	endpoint_append_named(&text, &endpoint, true, names);
	return arena_strdup(&connections->arena, text_string(&text));
}

/* An ISN is where counting begins, and no amount: it is not grouped. */
static const char *isn_words(struct connections *connections, bool has_isn, uint32_t isn)
{
	return has_isn ? arena_printf(&connections->arena, "%u", (unsigned)isn) : "-";
}

static const char *ending_words(
	const struct connections *connections, const struct tcp_connection *connection)
{
	switch (connection->ending) {
	case TCP_ENDING_FIN:
		return "FIN";
	case TCP_ENDING_RESET:
		return "RST";
	case TCP_ENDING_REFUSED:
		return connections->is_korean ? "거절(RST)" : "RST refused";
	case TCP_ENDING_OPEN:
		break;
	}
	return connections->is_korean ? "캡처에 없음" : "open";
}

static const char *duration_words(
	struct connections *connections, const struct tcp_connection *connection)
{
	autofinish(text) struct text text = { 0 };
	int64_t duration = connection->last_ns - connection->first_ns;
	/* The column has one unit: milliseconds, or seconds when a connection lasted that long. */
	uint64_t us =
		(duration < 0 ? (uint64_t)0 - (uint64_t)duration : (uint64_t)duration) / NS_PER_US;
	uint64_t unit = connections->is_in_seconds ? us / 1000 : us;
	text_append(&text, duration < 0 ? "-" : "");
	text_append_grouped(&text, unit / 1000, text_digit_gap(connections->is_korean));
	text_append_char(&text, '.');
	text_append_digits(&text, unit % 1000, 3);
	return arena_printf(&connections->arena, "%s %s", text_string(&text),
		connections->is_in_seconds ? "s" : "ms");
}

static const char *cell_text(
	struct connections *connections, const struct tcp_connection *connection, unsigned column)
{
	switch (column) {
	case COLUMN_STREAM:
		return arena_printf(&connections->arena, "%u", connection->stream);
	case COLUMN_CLIENT:
		return arena_printf(&connections->arena, "%s%s",
			!is_guess(connections, connection) ? ""
				: connections->is_korean   ? "(추정) "
							   : "(guess) ",
			socket_words(connections, &connection->client, connection->client_port,
				connections->has_many_clients));
	case COLUMN_SERVER:
		return socket_words(
			connections, &connection->server, connection->server_port, true);
	case COLUMN_CLIENT_ISN:
		return isn_words(connections, connection->has_client_isn, connection->client_isn);
	case COLUMN_SERVER_ISN:
		return isn_words(connections, connection->has_server_isn, connection->server_isn);
	case COLUMN_SENT:
		return size_words(connections, connection->client_bytes);
	case COLUMN_RECEIVED:
		return size_words(connections, connection->server_bytes);
	case COLUMN_DURATION:
		return duration_words(connections, connection);
	default:
		return ending_words(connections, connection);
	}
}

static const char *head(const struct connections *connections, unsigned column)
{
	return connections->is_korean ? korean_heads[column] : english_heads[column];
}

static const char *short_caption(struct connections *connections)
{
	if (connections->is_korean)
		return arena_printf(&connections->arena, "TCP 연결 %s개",
			number(connections, connections->count));
	return arena_printf(&connections->arena, "%s TCP connection%s",
		number(connections, connections->count), connections->count == 1 ? "" : "s");
}

static const char *caption(struct connections *connections)
{
	if (!connections->count)
		return connections->is_korean ? "이 패킷들에는 TCP 연결이 없다"
					      : "these packets belong to no TCP connection";
	if (connections->has_many_servers)
		return short_caption(connections);
	const struct tcp_connection *first = connections->items[0];
	const char *server = socket_words(connections, &first->server, first->server_port, true);
	autofinish(text) struct text client = { 0 };
	if (!connections->has_many_clients)
		address_append_named(&client, &first->client, &connections->summary->names);
	const char *from = text_string(&client);
	if (!connections->has_roles) /* neither end is known to be the server */
		return arena_printf(&connections->arena, "%s: %s%s%s", short_caption(connections),
			from, from[0] ? ", " : "", server);
	const char *clients = connections->is_korean ? "클라이언트" : "clients";
	return arena_printf(&connections->arena,
		connections->is_korean ? "%s: %s → 서버 %s" : "%s: %s → server %s",
		short_caption(connections), from[0] ? from : clients, server);
}

/* ---- where it stands ---- */

static int scaled(const struct connections *connections, int length)
{
	return length * connections->scale / 100;
}

static int head_size(const struct connections *connections)
{
	enum { HEAD_SIZE_MAX = 24 };
	int size = scaled(connections, PICTURE_FONT_SIZE_MIN);
	return size < HEAD_SIZE_MAX ? size : HEAD_SIZE_MAX;
}

/* Whether the column stands in the second line of a high row. */
static bool is_cell(unsigned column)
{
	return column >= COLUMN_CLIENT_ISN && column <= COLUMN_RECEIVED;
}

static int column_width(struct connections *connections, unsigned column, int size)
{
	if (column == COLUMN_SERVER && !connections->has_many_servers)
		return 0;
	if (connections->is_tall && is_cell(column))
		return 0;
	int widest =
		svg_text_width(head(connections, column), SVG_FONT_TEXT, head_size(connections));
	size_t shown = connections->row_count < connections->count ? connections->row_count - 1
								   : connections->count;
	for (size_t i = 0; i < shown; i++) {
		const char *words = cell_text(connections, connections->items[i], column);
		int width = svg_text_width(
			words, column == COLUMN_ENDING ? SVG_FONT_BOLD : SVG_FONT_MONO, size);
		if (column == COLUMN_ENDING)
			width += 20;
		widest = width > widest ? width : widest;
	}
	bool is_socket = column == COLUMN_CLIENT || column == COLUMN_SERVER;
	return is_socket && widest > CLIENT_WIDTH_MAX ? CLIENT_WIDTH_MAX : widest;
}

static int columns_width(struct connections *connections, int size)
{
	int width = -COLUMN_SPACE;
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		connections->column_width[column] = column_width(connections, column, size);
		if (connections->column_width[column])
			width += connections->column_width[column] + COLUMN_SPACE;
	}
	return width;
}

/*
 * Returns the largest size, up to `largest`, at which all columns fit; the smallest when none does.
 */
static int choose_size(struct connections *connections, int largest, int space)
{
	int width;
	connections->size = largest;
	while ((width = columns_width(connections, connections->size)) > space &&
		connections->size > PICTURE_FONT_SIZE_MIN)
		connections->size--;
	return width;
}

/* Chooses the columns. A narrow time column is better than none. */
static void lay_out_columns(struct connections *connections)
{
	static const int time_widths[] = { TIME_WIDTH, TIME_WIDTH_MIN, -COLUMN_SPACE };
	static const unsigned dispensable[] = { COLUMN_SERVER_ISN, COLUMN_CLIENT_ISN,
		COLUMN_DURATION, COLUMN_SERVER, COLUMN_RECEIVED, COLUMN_SENT };
	int largest = connections->row_height * 6 / 10, width = 0;
	if (largest > scaled(connections, TEXT_SIZE_MAX))
		largest = scaled(connections, TEXT_SIZE_MAX);
	for (unsigned i = 0; i < 3; i++) {
		int space = connections->width - time_widths[i] - COLUMN_SPACE;
		width = choose_size(connections, largest, space);
		if (width <= space)
			break;
	}
	for (unsigned i = 0; i < ARRAY_COUNT(dispensable); i++) {
		int *column = &connections->column_width[dispensable[i]];
		if (width <= connections->width || !*column)
			continue;
		width -= *column + COLUMN_SPACE;
		*column = 0;
	}
	bool has_time = width + COLUMN_SPACE + TIME_WIDTH_MIN <= connections->width;
	int left = 0;
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		if (!connections->column_width[column])
			continue;
		/* The time column stands before the column of endings. */
		if (column == COLUMN_ENDING && has_time) {
			connections->time_left = left;
			connections->time_width = connections->width - left - COLUMN_SPACE -
				connections->column_width[COLUMN_ENDING];
			left = connections->width - connections->column_width[COLUMN_ENDING];
		}
		connections->left[column] = left;
		left += connections->column_width[column] + COLUMN_SPACE;
	}
}

/* Chooses the size of the cells in high rows, at which all of them fit. */
static void size_cells(struct connections *connections)
{
	enum { SPACE = 14 };
	connections->cell_width = connections->width / connections->cells_per_line;
	connections->cell_size = scaled(connections, TEXT_SIZE_MAX);
	for (size_t i = 0; i < connections->count; i++) {
		for (unsigned column = COLUMN_CLIENT_ISN; column <= COLUMN_RECEIVED; column++) {
			const char *words = cell_text(connections, connections->items[i], column);
			while (connections->cell_size > PICTURE_FONT_SIZE_MIN &&
				svg_text_width(words, SVG_FONT_MONO, connections->cell_size) +
						SPACE >
					connections->cell_width)
				connections->cell_size--;
		}
	}
}

/* The connections of the side that has more, since both sides have rows of one kind. */
static size_t most_connections(const struct connections *connections)
{
	const struct picture_beside *beside = connections->options->beside;
	if (!beside)
		return connections->count;
	struct connections other = { .selection = beside->selection, .summary = beside->summary };
	collect(&other);
	size_t count = other.count;
	arena_finish(&other.arena);
	return count > connections->count ? count : connections->count;
}

/* Gives few connections high rows, and one or two large ones. Returns whether they fit. */
static bool lay_out_tall(struct connections *connections, int available)
{
	enum { CELLS = 4, STRETCH = 5 }; /* rows are at most a quarter higher than they need */
	enum { SCALE_MAX = 160 };
	connections->cells_per_line = connections->width >= TALL_WIDTH ? CELLS : CELLS / 2;
	int lines = CELLS / connections->cells_per_line;
	int height = TALL_FIRST + lines * TALL_CELLS + TALL_SPACE;
	size_t most = most_connections(connections);
	if (most * (size_t)height > (size_t)(available > 0 ? available : 0))
		return false;
	int space = available / (int)most;
	connections->is_tall = true;
	if (!connections->options->beside) /* whose letters would have another size */
		connections->scale =
			space * 100 / height < SCALE_MAX ? space * 100 / height : SCALE_MAX;
	height = scaled(connections, height);
	connections->row_count = connections->count;
	connections->row_height = space < height * STRETCH / 4 ? space : height * STRETCH / 4;
	size_cells(connections);
	return true;
}

static void lay_out_rows(struct connections *connections, int available)
{
	size_t fitting = available > 3 * ROW_MIN ? (size_t)(available / ROW_MIN) : 3;
	if (connections->options->is_standalone && connections->count <= STANDALONE_ROWS_MAX)
		fitting = STANDALONE_ROWS_MAX;
	connections->row_count = connections->count < fitting ? connections->count : fitting;
	connections->row_height = available / (int)connections->row_count;
	if (connections->row_height > ROW_MAX)
		connections->row_height = ROW_MAX;
	if (connections->row_height < ROW_MIN)
		connections->row_height = ROW_MIN;
}

static void lay_out(struct connections *connections)
{
	const struct picture_options *options = connections->options;
	connections->width = (int)options->width;
	connections->scale = 100;
	connections->top = CAPTION_HEIGHT + HEAD_HEIGHT;
	int available = (int)options->height - connections->top - BOTTOM_SPACE;
	if (!lay_out_tall(connections, available))
		lay_out_rows(connections, available);
	lay_out_columns(connections);
	connections->height = connections->top +
		(int)connections->row_count * connections->row_height + BOTTOM_SPACE;
}

static int x_of(const struct connections *connections, int64_t time_ns)
{
	int64_t span = connections->last_ns - connections->first_ns;
	if (span <= 0)
		return connections->time_left;
	/*
	 * The scale is in microseconds, so that the product does not overflow for a capture of
	 * years.
	 */
	int64_t scale = span / INT32_MAX + 1;
	return connections->time_left +
		(int)((time_ns - connections->first_ns) / scale * connections->time_width /
			(span / scale ? span / scale : 1));
}

/* ---- drawing ---- */

static bool is_right_aligned(unsigned column)
{
	return column == COLUMN_STREAM ||
		(column >= COLUMN_CLIENT_ISN && column <= COLUMN_DURATION);
}

static void draw_heads(struct connections *connections)
{
	int baseline = CAPTION_HEIGHT + HEAD_HEIGHT - 14;
	const char *words = caption(connections);
	if (svg_text_width(words, SVG_FONT_BOLD, 24) > connections->width)
		words = short_caption(connections);
	svg_text(connections->out, "strong", SVG_ANCHOR_START, 0, 27, 24, words, false);
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		int width = connections->column_width[column];
		bool is_right = is_right_aligned(column);
		if (width && head(connections, column)[0])
			svg_text(connections->out, "quiet",
				is_right ? SVG_ANCHOR_END : SVG_ANCHOR_START,
				connections->left[column] + (is_right ? width : 0), baseline,
				head_size(connections), head(connections, column), false);
	}
	svg_line(connections->out, "rule", 0, connections->top - 1, connections->width,
		connections->top - 1);
	if (!connections->time_width)
		return;
	autofinish(text) struct text span = { 0 };
	timestamp_append_duration(&span, connections->last_ns - connections->first_ns,
		text_digit_gap(connections->is_korean));
	if (svg_text_width(text_string(&span), SVG_FONT_MONO, PICTURE_FONT_SIZE_MIN) + 30 <=
		connections->time_width)
		svg_text(connections->out, "quiet mono", SVG_ANCHOR_START, connections->time_left,
			baseline, PICTURE_FONT_SIZE_MIN, "0", false);
	svg_text(connections->out, "quiet mono", SVG_ANCHOR_END,
		connections->time_left + connections->time_width, baseline, PICTURE_FONT_SIZE_MIN,
		text_string(&span), false);
}

/*
 * Draws a bar from the first to the last segment. The mark at its end shows how the connection
 * ended.
 */
static void draw_life(
	struct connections *connections, const struct tcp_connection *connection, int middle)
{
	enum { WIDTH_MIN = 6 };
	int half = scaled(connections, BAR_HEIGHT / 2);
	bool is_backwards = connection->last_ns < connection->first_ns;
	int left = x_of(connections, is_backwards ? connection->last_ns : connection->first_ns);
	int right = x_of(connections, is_backwards ? connection->first_ns : connection->last_ns);
	int edge = connections->time_left + connections->time_width;
	if (right - left < WIDTH_MIN)
		right = left + WIDTH_MIN;
	if (right > edge) {
		left -= right - edge;
		right = edge;
	}
	svg_line(connections->out, "rail", connections->time_left, middle, edge, middle);
	svg_rect(connections->out,
		connection->ending == TCP_ENDING_RESET || connection->ending == TCP_ENDING_REFUSED
			? "life cut-off"
			: "life",
		left, middle - half, right - left, 2 * half, 3);
}

static const char *ending_color(
	const struct tcp_connection *connection, enum packet_coloring coloring)
{
	return connection->ending == TCP_ENDING_FIN
		? packet_color_for(coloring, PACKET_KIND_CLOSE, "syn-fin")
		: packet_color_for(coloring, PACKET_KIND_RESET, "rst");
}

static void draw_ending(struct connections *connections, const struct tcp_connection *connection,
	int middle, int baseline)
{
	const char *words = ending_words(connections, connection);
	int left = connections->left[COLUMN_ENDING];
	int width = svg_text_width(words, SVG_FONT_BOLD, connections->size) + 20;
	int height = connections->size + 12;
	bool is_open = connection->ending == TCP_ENDING_OPEN;
	if (!connections->is_tall && height > connections->row_height - 6)
		height = connections->row_height - 6;
	text_append_format(connections->out, "<g class=\"rule-%s\">",
		is_open ? "none" : ending_color(connection, connections->options->coloring));
	svg_rect(connections->out, is_open ? "open" : "chip", left + 1, middle - height / 2,
		width - 2, height, 6);
	svg_text(connections->out, is_open ? "strong" : "strong chip-ink", SVG_ANCHOR_MIDDLE,
		left + width / 2, baseline, connections->size, words, false);
	text_append(connections->out, "</g>");
}

static const struct shown_packet *first_shown(
	const struct connections *connections, const struct tcp_connection *connection)
{
	for (size_t i = 0; i < connections->selection->count; i++) {
		const struct shown_packet *packet = connections->selection->packets[i];
		if (packet->facts.has_tcp && packet->facts.tcp.stream == connection->stream)
			return packet;
	}
	return NULL;
}

static const char *row_describe(
	struct connections *connections, const struct tcp_connection *connection)
{
	autofinish(text) struct text text = { 0 };
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		const char *name = column != COLUMN_STREAM ? head(connections, column)
			: connections->is_korean           ? "연결"
							   : "stream";
		if (column != COLUMN_SERVER || connections->has_many_servers)
			text_append_format(&text, "%s%s %s", column ? ", " : "", name,
				cell_text(connections, connection, column));
	}
	return arena_strdup(&connections->arena, text_string(&text));
}

/* Draws the second line of a high row, and a third one where the picture is narrow. */
static void draw_cells(
	struct connections *connections, const struct tcp_connection *connection, int top)
{
	int name = scaled(connections, 20), value = scaled(connections, 50); /* the baselines */
	for (unsigned column = COLUMN_CLIENT_ISN; column <= COLUMN_RECEIVED; column++) {
		int index = (int)column - COLUMN_CLIENT_ISN;
		int left = index % connections->cells_per_line * connections->cell_width;
		int y = top + index / connections->cells_per_line * scaled(connections, TALL_CELLS);
		svg_text(connections->out, "quiet", SVG_ANCHOR_START, left, y + name,
			head_size(connections), head(connections, column), false);
		svg_text(connections->out, "mono", SVG_ANCHOR_START, left, y + value,
			connections->cell_size, cell_text(connections, connection, column), false);
	}
}

static void draw_row(struct connections *connections, size_t row)
{
	const struct tcp_connection *connection = connections->items[row];
	const struct shown_packet *packet = first_shown(connections, connection);
	int top = connections->top + (int)row * connections->row_height;
	int lines = connections->is_tall ? 4 / connections->cells_per_line : 0;
	int first = connections->row_height - lines * scaled(connections, TALL_CELLS) -
		(lines ? scaled(connections, TALL_SPACE) : 0);
	int middle = top + first / 2;
	int baseline = middle + connections->size * 36 / 100;
	if (packet)
		picture_open_packet(connections->out, connections->options, packet, "");
	else
		text_append(connections->out, "<g>");
	picture_title(
		connections->out, connections->options, row_describe(connections, connection));
	svg_rect(connections->out, "hit", 0, top + 1, connections->width,
		connections->row_height - 2, 8);
	for (unsigned column = 0; column < COLUMN_ENDING; column++) {
		int width = connections->column_width[column];
		bool is_right = is_right_aligned(column);
		if (!width)
			continue;
		svg_text(connections->out,
			column == COLUMN_STREAM           ? "mono quiet"
				: column == COLUMN_CLIENT ? "mono strong"
							  : "mono",
			is_right ? SVG_ANCHOR_END : SVG_ANCHOR_START,
			connections->left[column] + (is_right ? width : 0), baseline,
			connections->size,
			svg_text_shorten(&connections->arena,
				cell_text(connections, connection, column), SVG_FONT_MONO,
				connections->size, width),
			false);
	}
	if (connections->time_width)
		draw_life(connections, connection, middle);
	draw_ending(connections, connection, middle, baseline);
	if (connections->is_tall)
		draw_cells(connections, connection, top + first);
	text_append(connections->out, "</g>");
	svg_line(connections->out, "rule", 0, top + connections->row_height - 1, connections->width,
		top + connections->row_height - 1);
	text_append_char(connections->out, '\n');
}

static void draw_rest(struct connections *connections)
{
	size_t rest = connections->count - (connections->row_count - 1);
	int top = connections->top + (int)(connections->row_count - 1) * connections->row_height;
	svg_text(connections->out, "quiet", SVG_ANCHOR_START, connections->left[COLUMN_CLIENT],
		top + connections->row_height / 2 + connections->size * 36 / 100, connections->size,
		arena_printf(&connections->arena,
			connections->is_korean ? "… %s개 더" : "… %s more",
			number(connections, rest)),
		false);
}

void connections_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct connections connections = {
		.out = out,
		.options = options,
		.selection = selection,
		.summary = summary,
		.is_korean = diagram_is_korean(options->lang),
	};
	collect(&connections);
	const char *words = caption(&connections);
	if (!connections.count) {
		picture_open(out, options, "connections", (int)options->width, 60, words);
		svg_text(out, "quiet", SVG_ANCHOR_START, 0, 36, 24, words, false);
	} else {
		lay_out(&connections);
		picture_open(
			out, options, "connections", connections.width, connections.height, words);
		draw_heads(&connections);
		bool has_rest = connections.row_count < connections.count;
		for (size_t row = 0; row < connections.row_count - has_rest; row++)
			draw_row(&connections, row);
		if (has_rest)
			draw_rest(&connections);
	}
	picture_close(out);
	arena_finish(&connections.arena);
}

void connections_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring)
{
	struct connections connections = { .selection = selection, .summary = summary };
	if (coloring == COLORED_BY_KIND)
		return; /* "FIN" and "RST" stand on the plates, below the column's heading */
	collect(&connections);
	for (size_t i = 0; i < connections.count; i++)
		if (connections.items[i]->ending != TCP_ENDING_OPEN)
			color_legend_add(legend, ending_color(connections.items[i], coloring));
	arena_finish(&connections.arena);
}

void connections_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	struct connections connections = {
		.selection = selection,
		.summary = summary,
		.is_korean = diagram_is_korean(lang),
		.has_many_clients = true,
	};
	const char *heads[COLUMN_COUNT];
	for (unsigned column = 0; column < COLUMN_COUNT; column++)
		heads[column] = column == COLUMN_STREAM
			? (connections.is_korean ? "연결" : "stream")
			: head(&connections, column);
	collect(&connections);
	picture_table_open(out, heads, COLUMN_COUNT);
	for (size_t i = 0; i < connections.count; i++) {
		text_append(out, "<tr>");
		for (unsigned column = 0; column < COLUMN_COUNT; column++)
			picture_table_cell(
				out, cell_text(&connections, connections.items[i], column));
		text_append(out, "</tr>\n");
	}
	picture_table_close(out);
	arena_finish(&connections.arena);
}
