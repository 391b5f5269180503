package dev.vez.app.cli;

import java.util.List;
import java.util.Map;

/** Writes JSON: maps, lists, texts, numbers and truth values. */
final class Json {

  private Json() {}

  /** One line, with the members of maps in the maps' own order. */
  static String of(Object value) {
    StringBuilder json = new StringBuilder();
    append(json, value);
    return json.toString();
  }

  private static void append(StringBuilder json, Object value) {
    switch (value) {
      case Map<?, ?> map -> appendMap(json, map);
      case List<?> list -> appendList(json, list);
      case Number number -> json.append(number);
      case Boolean truth -> json.append(truth);
      default -> appendText(json, value.toString());
    }
  }

  private static void appendMap(StringBuilder json, Map<?, ?> map) {
    json.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.append(separator);
      appendText(json, entry.getKey().toString());
      json.append(':');
      append(json, entry.getValue());
      separator = ",";
    }
    json.append('}');
  }

  private static void appendList(StringBuilder json, List<?> list) {
    json.append('[');
    String separator = "";
    for (Object element : list) {
      json.append(separator);
      append(json, element);
      separator = ",";
    }
    json.append(']');
  }

  private static void appendText(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          // Also the C1 controls: a terminal may take them for commands.
          if (Character.isISOControl(c)) {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
