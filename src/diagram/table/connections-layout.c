/*
 * Finds the connections of a table and lays it out. Columns are as wide as their contents, and
 * letters are as large as the columns allow. Few connections have high rows: first numbers and
 * sizes stand in a second line, under their names, so that all letters can be large. Columns that
 * do not fit at the smallest size are left out. Rows that do not fit are counted in the last one.
 */
#include "diagram/table/connections-layout.h"

#include "base/array.h"
#include "base/format/timestamp.h"

enum {
	BOTTOM_SPACE = 4,
	ROW_MIN = 32,
	ROW_MAX = 88,
	COLUMN_SPACE = 26,
	TIME_WIDTH = 230, /* the preferred width … */
	TIME_WIDTH_MIN = 110, /* … and the least that is useful */
	TEXT_SIZE_MAX = 26,
	TALL_FIRST = 50, /* the first line of a high row */
	TALL_WIDTH = 900, /* of a picture in which all cells stand in one line */
	CLIENT_WIDTH_MAX = 340,
	STANDALONE_ROWS_MAX = 1000,
};

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

void connections_find(struct connections *connections)
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

/* ---- where it stands ---- */

int connections_scaled(const struct connections *connections, int length)
{
	return length * connections->scale / 100;
}

int connections_head_size(const struct connections *connections)
{
	enum { HEAD_SIZE_MAX = 24 };
	int size = connections_scaled(connections, PICTURE_FONT_SIZE_MIN);
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
	int widest = svg_text_width(connections_head(connections, column), SVG_FONT_TEXT,
		connections_head_size(connections));
	size_t shown = connections->row_count < connections->count ? connections->row_count - 1
								   : connections->count;
	for (size_t i = 0; i < shown; i++) {
		const char *words = connections_cell(connections, connections->items[i], column);
		int width = svg_text_width(
			words, column == COLUMN_ENDING ? SVG_FONT_BOLD : SVG_FONT_MONO, size);
		if (column == COLUMN_ENDING)
			width += 20;
		widest = width > widest ? width : widest;
	}
	bool is_socket = column == COLUMN_CLIENT || column == COLUMN_SERVER;
	bool is_cut = connections->cuts_sockets && is_socket;
	return is_cut && widest > CLIENT_WIDTH_MAX ? CLIENT_WIDTH_MAX : widest;
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
	if (largest > connections_scaled(connections, TEXT_SIZE_MAX))
		largest = connections_scaled(connections, TEXT_SIZE_MAX);
	/* Smaller letters are better than a cut socket, and a cut socket is better than no time. */
	static const unsigned tries[] = { 0, 1, 0, 1, 2 };
	for (unsigned i = 0; i < ARRAY_COUNT(tries); i++) {
		int space = connections->width - time_widths[tries[i]] - COLUMN_SPACE;
		connections->cuts_sockets = i > 1;
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
	connections->cell_size = connections_scaled(connections, TEXT_SIZE_MAX);
	for (size_t i = 0; i < connections->count; i++) {
		for (unsigned column = COLUMN_CLIENT_ISN; column <= COLUMN_RECEIVED; column++) {
			const char *words =
				connections_cell(connections, connections->items[i], column);
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
	connections_find(&other);
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
	int height = TALL_FIRST + lines * CONNECTIONS_CELLS_HEIGHT + CONNECTIONS_CELLS_SPACE;
	size_t most = most_connections(connections);
	if (most * (size_t)height > (size_t)(available > 0 ? available : 0))
		return false;
	int space = available / (int)most;
	connections->is_tall = true;
	if (!connections->options->beside) /* whose letters would have another size */
		connections->scale =
			space * 100 / height < SCALE_MAX ? space * 100 / height : SCALE_MAX;
	height = connections_scaled(connections, height);
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

void connections_lay_out(struct connections *connections)
{
	const struct picture_options *options = connections->options;
	connections->width = (int)options->width;
	connections->scale = 100;
	connections->top = CONNECTIONS_CAPTION_HEIGHT + CONNECTIONS_HEAD_HEIGHT;
	int available = (int)options->height - connections->top - BOTTOM_SPACE;
	if (!lay_out_tall(connections, available))
		lay_out_rows(connections, available);
	lay_out_columns(connections);
	connections->height = connections->top +
		(int)connections->row_count * connections->row_height + BOTTOM_SPACE;
}

int connections_x(const struct connections *connections, int64_t time_ns)
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
