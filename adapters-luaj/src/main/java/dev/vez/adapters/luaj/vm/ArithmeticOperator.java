package dev.vez.adapters.luaj.vm;

/** The binary operators on numbers. */
enum ArithmeticOperator {
  ADD("__add") {
    @Override
    double apply(double left, double right) {
      return left + right;
    }
  },
  SUB("__sub") {
    @Override
    double apply(double left, double right) {
      return left - right;
    }
  },
  MUL("__mul") {
    @Override
    double apply(double left, double right) {
      return left * right;
    }
  },
  DIV("__div") {
    @Override
    double apply(double left, double right) {
      return left / right;
    }
  },
  MOD("__mod") {
    // left - floor(left / right) * right, but exact also where that quotient is not. The result has
    // the sign of the divisor.
    @Override
    double apply(double left, double right) {
      if (Double.isInfinite(right)) {
        return Double.NaN; // by the formula; later versions of Lua have other rules
      }
      double rest = left % right;
      if (rest == 0) {
        return 0; // never minus zero
      }
      return rest < 0 != right < 0 ? rest + right : rest;
    }
  },
  POW("__pow") {
    @Override
    double apply(double left, double right) {
      return Math.pow(left, right);
    }
  };

  // Strings are immutable but for a hash that is computed late.
  @SuppressWarnings("ImmutableEnumChecker")
  private final StringValue event;

  ArithmeticOperator(String event) {
    this.event = StringValue.disclosable(event);
  }

  abstract double apply(double left, double right);

  StringValue event() {
    return event;
  }
}
