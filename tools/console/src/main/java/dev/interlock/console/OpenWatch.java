package dev.interlock.console;

import java.util.List;

/// What is there while a page is open.
record OpenWatch(Watch watch, RowNames named, CallWatch calls) {
  static OpenWatch begin(ConsoleStack stack) {
    RowNames named = new RowNames();
    KeyView keys = new KeyView();
    CallWatch calls = new CallWatch(named, keys);
    EnvironmentWatch environments = new EnvironmentWatch(stack.functions(), stack.environments());
    // The keys and rows that calls name are read at the same look.
    Watch watch = new Watch(List.of(calls, environments, new DatabaseWatch(stack, named, keys)));
    stack.api().tell(calls);
    stack.logs().accept(calls::logged);
    return new OpenWatch(watch, named, calls);
  }
}
