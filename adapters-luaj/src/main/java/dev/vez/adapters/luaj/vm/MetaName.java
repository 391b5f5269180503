package dev.vez.adapters.luaj.vm;

/** Names with a meaning in Lua itself. */
public final class MetaName {

  public static final StringValue INDEX = StringValue.disclosable("__index");
  public static final StringValue NEWINDEX = StringValue.disclosable("__newindex");
  public static final StringValue CALL = StringValue.disclosable("__call");
  public static final StringValue CONCAT = StringValue.disclosable("__concat");
  public static final StringValue LEN = StringValue.disclosable("__len");
  public static final StringValue UNM = StringValue.disclosable("__unm");
  public static final StringValue EQ = StringValue.disclosable("__eq");
  public static final StringValue LT = StringValue.disclosable("__lt");
  public static final StringValue LE = StringValue.disclosable("__le");
  public static final StringValue TOSTRING = StringValue.disclosable("__tostring");
  public static final StringValue METATABLE = StringValue.disclosable("__metatable");
  public static final StringValue PAIRS = StringValue.disclosable("__pairs");
  public static final StringValue IPAIRS = StringValue.disclosable("__ipairs");

  static final StringValue NIL = StringValue.disclosable("nil");
  static final StringValue TRUE = StringValue.disclosable("true");
  static final StringValue FALSE = StringValue.disclosable("false");

  private MetaName() {}
}
