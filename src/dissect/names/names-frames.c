/*
 * Names of numbers in HTTP/2 (RFC 9113) and WebSocket (RFC 6455), and of status codes in HTTP (RFC
 * 9110 and others) with Wireshark's words.
 */
#include "dissect/names/names.h"

#include "dissect/names/names-table.h"

const char *name_of_http2_type(uint8_t type)
{
	static const struct value_name table[] = {
		{ 0, "DATA" },
		{ 1, "HEADERS" },
		{ 2, "PRIORITY" },
		{ 3, "RST_STREAM" },
		{ 4, "SETTINGS" },
		{ 5, "PUSH_PROMISE" },
		{ 6, "PING" },
		{ 7, "GOAWAY" },
		{ 8, "WINDOW_UPDATE" },
		{ 9, "CONTINUATION" },
		{ 10, "ALTSVC" },
		{ 11, "BLOCKED" },
		{ 12, "ORIGIN" },
		{ 16, "PRIORITY_UPDATE" },
	};
	return FIND(table, type);
}

const char *name_of_http2_error(uint32_t error)
{
	static const struct value_name table[] = {
		{ 0, "NO_ERROR" },
		{ 1, "PROTOCOL_ERROR" },
		{ 2, "INTERNAL_ERROR" },
		{ 3, "FLOW_CONTROL_ERROR" },
		{ 4, "SETTINGS_TIMEOUT" },
		{ 5, "STREAM_CLOSED" },
		{ 6, "FRAME_SIZE_ERROR" },
		{ 7, "REFUSED_STREAM" },
		{ 8, "CANCEL" },
		{ 9, "COMPRESSION_ERROR" },
		{ 10, "CONNECT_ERROR" },
		{ 11, "ENHANCE_YOUR_CALM" },
		{ 12, "INADEQUATE_SECURITY" },
		{ 13, "HTTP_1_1_REQUIRED" },
	};
	return FIND(table, error);
}

const char *name_of_http2_setting(uint16_t identifier)
{
	static const struct value_name table[] = {
		{ 1, "Header table size" },
		{ 2, "Enable PUSH" },
		{ 3, "Max concurrent streams" },
		{ 4, "Initial Windows size" },
		{ 5, "Max frame size" },
		{ 6, "Max header list size" },
		{ 8, "Extended CONNECT" },
	};
	return FIND(table, identifier);
}

const char *name_of_http_status(unsigned status)
{
	static const struct value_name table[] = {
		{ 200, "OK" },
		{ 404, "Not Found" },
		{ 304, "Not Modified" },
		{ 100, "Continue" },
		{ 101, "Switching Protocols" },
		{ 102, "Processing" },
		{ 103, "Early Hints" },
		{ 199, "Informational - Others" },
		{ 201, "Created" },
		{ 202, "Accepted" },
		{ 203, "Non-authoritative Information" },
		{ 204, "No Content" },
		{ 205, "Reset Content" },
		{ 206, "Partial Content" },
		{ 207, "Multi-Status" },
		{ 208, "Already Reported" },
		{ 226, "IM Used" },
		{ 299, "Success - Others" },
		{ 300, "Multiple Choices" },
		{ 301, "Moved Permanently" },
		{ 302, "Found" },
		{ 303, "See Other" },
		{ 305, "Use Proxy" },
		{ 307, "Temporary Redirect" },
		{ 308, "Permanent Redirect" },
		{ 399, "Redirection - Others" },
		{ 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 402, "Payment Required" },
		{ 403, "Forbidden" },
		{ 405, "Method Not Allowed" },
		{ 406, "Not Acceptable" },
		{ 407, "Proxy Authentication Required" },
		{ 408, "Request Time-out" },
		{ 409, "Conflict" },
		{ 410, "Gone" },
		{ 411, "Length Required" },
		{ 412, "Precondition Failed" },
		{ 413, "Request Entity Too Large" },
		{ 414, "Request-URI Too Long" },
		{ 415, "Unsupported Media Type" },
		{ 416, "Requested Range Not Satisfiable" },
		{ 417, "Expectation Failed" },
		{ 418, "I'm a teapot" },
		{ 421, "Misdirected Request" },
		{ 422, "Unprocessable Entity" },
		{ 423, "Locked" },
		{ 424, "Failed Dependency" },
		{ 425, "Too Early" },
		{ 426, "Upgrade Required" },
		{ 428, "Precondition Required" },
		{ 429, "Too Many Requests" },
		{ 431, "Request Header Fields Too Large" },
		{ 451, "Unavailable For Legal Reasons" },
		{ 499, "Client Error - Others" },
		{ 500, "Internal Server Error" },
		{ 501, "Not Implemented" },
		{ 502, "Bad Gateway" },
		{ 503, "Service Unavailable" },
		{ 504, "Gateway Time-out" },
		{ 505, "HTTP Version not supported" },
		{ 506, "Variant Also Negotiates" },
		{ 507, "Insufficient Storage" },
		{ 508, "Loop Detected" },
		{ 510, "Not Extended" },
		{ 511, "Network Authentication Required" },
		{ 599, "Server Error - Others" },
	};
	return FIND(table, status);
}

const char *name_of_websocket_opcode(uint8_t opcode)
{
	static const struct value_name table[] = {
		{ 0, "Continuation" },
		{ 1, "Text" },
		{ 2, "Binary" },
		{ 8, "Connection Close" },
		{ 9, "Ping" },
		{ 10, "Pong" },
	};
	return FIND(table, opcode);
}

const char *name_of_websocket_close(uint16_t code)
{
	static const struct value_name table[] = {
		{ 1000, "Normal Closure" },
		{ 1001, "Going Away" },
		{ 1002, "Protocol error" },
		{ 1003, "Unsupported Data" },
		{ 1005, "No Status Rcvd" },
		{ 1006, "Abnormal Closure" },
		{ 1007, "Invalid frame payload data" },
		{ 1008, "Policy Violation" },
		{ 1009, "Message Too Big" },
		{ 1010, "Mandatory Ext." },
		{ 1011, "Internal Server" },
		{ 1015, "TLS handshake" },
	};
	return FIND(table, code);
}
