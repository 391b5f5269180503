package dev.vez.adapters.luaj.vm;

import org.jspecify.annotations.Nullable;

/** A Lua error. A script can catch it with {@code pcall}. */
public final class ScriptException extends ScriptFailure {

  private static final long serialVersionUID = 1L;

  private static final int TEXT_MAX = 200;

  private transient Value value;
  private int level;
  private int frames;
  private final @Nullable String operation;
  private final transient @Nullable Value culprit;
  private final transient @Nullable StringValue raisedText;
  private String text;

  private ScriptException(
      Value value, int level, String text, @Nullable String operation, @Nullable Value culprit) {
    super("Lua error");
    this.value = value;
    this.level = level;
    this.text = text;
    this.operation = operation;
    this.culprit = culprit;
    this.raisedText = operation == null && value instanceof StringValue raised ? raised : null;
  }

  /** An error of ours. The message must not hold anything of what the script works on. */
  public static ScriptException of(String message) {
    return new ScriptException(StringValue.disclosable(message), 1, message, null, null);
  }

  /**
   * An error that the script raises.
   *
   * @param level how many functions up the position is that goes in front of it; 0 for none
   */
  public static ScriptException raised(Value value, int level) {
    return new ScriptException(value, Math.max(0, level), textOf(value), null, null);
  }

  /** Something was done to a value for which it is not made. */
  static ScriptException misused(String operation, Value culprit) {
    String message = "attempt to " + operation + " a " + culprit.typeName() + " value";
    return new ScriptException(StringValue.disclosable(message), 1, message, operation, culprit);
  }

  /** What {@code pcall} gives the script. */
  public Value value() {
    return value;
  }

  /** The value that was misused, if one was. */
  @Nullable Value culprit() {
    return level == 1 ? culprit : null;
  }

  /** How many functions it has ended on its way. */
  public int frames() {
    return frames;
  }

  /** Says what the misused value is called in the script. */
  void name(String name) {
    if (operation != null && culprit != null) {
      text = "attempt to " + operation + " " + name + " (a " + culprit.typeName() + " value)";
      value = StringValue.disclosable(text);
    }
  }

  /** Passes a function on its way out; puts the position in front if that is the function meant. */
  void leaves(int line) {
    passes(line);
    frames++;
    if (level > 0 && --level == 0 && value instanceof StringValue string) {
      String positioned = "script:" + line + ": " + string.text();
      value =
          string.isDisclosable() ? StringValue.disclosable(positioned) : StringValue.of(positioned);
    }
  }

  @Override
  String describe() {
    return text;
  }

  /** The text of an error as the script has made it, where it was raised as a string. */
  @Override
  String describeInFull() {
    return raisedText == null ? text : oneLine(raisedText.text());
  }

  private static String textOf(Value value) {
    if (value instanceof StringValue string) {
      return string.isDisclosable()
          ? oneLine(string.text())
          : "the script raised an error; its text is not shown, since it may hold message content";
    }
    return "the script raised a " + value.typeName() + " as an error";
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX) + "...";
  }
}
