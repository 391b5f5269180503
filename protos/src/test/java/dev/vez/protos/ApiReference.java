package dev.vez.protos;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The public protocol as a page: every service, method, message and field with its comment. */
final class ApiReference {

  private static final List<String> PUBLIC_PACKAGES = List.of("fila.v1", "vez.v1");

  private final StringBuilder page = new StringBuilder();

  private ApiReference() {}

  static String of(FileDescriptorSet files) {
    ApiReference reference = new ApiReference();
    reference.page.append(
        """
        # API reference

        Made from the comments of the [protocol](../protos/src/main/protobuf) by `mvn -pl protos test -Dvez.docs=write`; the build checks that it is up to date.
        One port serves all of it, and with it gRPC health checking and server reflection.
        """);
    for (String name : PUBLIC_PACKAGES) {
      List<FileDescriptorProto> ofPackage =
          files.getFileList().stream().filter(file -> file.getPackage().equals(name)).toList();
      ofPackage.forEach(file -> new FilePage(file).appendTo(reference.page, true));
      ofPackage.forEach(file -> new FilePage(file).appendTo(reference.page, false));
    }
    return reference.page.toString();
  }

  /** One file's part. */
  private static final class FilePage {

    /** A line that tells of status codes or reasons becomes an item of a list. */
    private static final Pattern CODES =
        Pattern.compile("^([A-Z][A-Z_]+(?:, [A-Z][A-Z_]+)*)(?:: | {2,})");

    private static final int MESSAGES = FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER;
    private static final int SERVICES = FileDescriptorProto.SERVICE_FIELD_NUMBER;
    private static final int METHODS = ServiceDescriptorProto.METHOD_FIELD_NUMBER;
    private static final int FIELDS = DescriptorProto.FIELD_FIELD_NUMBER;

    private final FileDescriptorProto file;
    private final Map<List<Integer>, String> comments = new HashMap<>();

    FilePage(FileDescriptorProto file) {
      this.file = file;
      for (Location location : file.getSourceCodeInfo().getLocationList()) {
        comments.put(
            location.getPathList(),
            (location.getLeadingComments() + location.getTrailingComments()).strip());
      }
    }

    void appendTo(StringBuilder page, boolean services) {
      if (services) {
        for (int i = 0; i < file.getServiceCount(); i++) {
          service(page, i);
        }
      } else {
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
          message(page, i);
        }
      }
    }

    private void service(StringBuilder page, int index) {
      ServiceDescriptorProto service = file.getService(index);
      page.append("\n## ").append(file.getPackage()).append('.').append(service.getName());
      page.append("\n\n").append(text(List.of(SERVICES, index))).append('\n');
      for (int i = 0; i < service.getMethodCount(); i++) {
        MethodDescriptorProto method = service.getMethod(i);
        page.append("\n### ").append(method.getName()).append("\n\n`");
        page.append(method.getClientStreaming() ? "stream " : "")
            .append(simple(method.getInputType()));
        page.append("` to `");
        page.append(method.getServerStreaming() ? "stream " : "");
        page.append(simple(method.getOutputType())).append("`\n\n");
        page.append(text(List.of(SERVICES, index, METHODS, i))).append('\n');
      }
    }

    private void message(StringBuilder page, int index) {
      DescriptorProto message = file.getMessageType(index);
      page.append("\n## ")
          .append(file.getPackage())
          .append('.')
          .append(message.getName())
          .append('\n');
      String about = text(List.of(MESSAGES, index));
      if (!about.isEmpty()) {
        page.append('\n').append(about).append('\n');
      }
      if (message.getFieldCount() == 0) {
        page.append("\nNo fields.\n");
        return;
      }
      page.append("\n| field | number | type | meaning |\n|---|---|---|---|\n");
      for (int i = 0; i < message.getFieldCount(); i++) {
        FieldDescriptorProto field = message.getField(i);
        page.append("| `").append(field.getName()).append("` | ").append(field.getNumber());
        page.append(" | ").append(typeOf(message, field)).append(" | ");
        page.append(
            text(List.of(MESSAGES, index, FIELDS, i)).replace("\n\n", "<br>").replace("\n", " "));
        page.append(" |\n");
      }
    }

    private String text(List<Integer> path) {
      return comments
          .getOrDefault(path, "")
          .lines()
          .map(String::strip)
          .reduce("", FilePage::joined)
          .strip();
    }

    /** Lines of one paragraph become one, paragraphs and lists stay. */
    private static String joined(String before, String line) {
      if (line.isEmpty()) {
        return before + "\n\n";
      }
      String item = CODES.matcher(line).replaceFirst("* `$1`: ");
      return before.isEmpty() || before.endsWith("\n") ? before + item : before + "\n" + item;
    }

    private static String typeOf(DescriptorProto message, FieldDescriptorProto field) {
      for (DescriptorProto nested : message.getNestedTypeList()) {
        if (nested.getOptions().getMapEntry()
            && field.getTypeName().endsWith("." + nested.getName())) {
          return "map of %s to %s"
              .formatted(scalar(nested.getField(0)), scalar(nested.getField(1)));
        }
      }
      boolean repeated = field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED;
      return (repeated ? "repeated " : "") + scalar(field);
    }

    private static String scalar(FieldDescriptorProto field) {
      return field.getTypeName().isEmpty()
          ? field.getType().name().replace("TYPE_", "").toLowerCase(Locale.ROOT)
          : simple(field.getTypeName());
    }

    /** Without its package, where that is one of ours. */
    private static String simple(String type) {
      String name = type.startsWith(".") ? type.substring(1) : type;
      for (String known : PUBLIC_PACKAGES) {
        if (name.startsWith(known + ".")) {
          return name.substring(known.length() + 1);
        }
      }
      return name;
    }
  }
}
