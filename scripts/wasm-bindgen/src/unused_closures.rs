//! The functions by which JavaScript calls closures.

use std::collections::HashSet;
use std::path::Path;

use walrus::ir::{Call, Instr, Unreachable, Visitor, dfs_in_order};
use walrus::{ExportItem, FunctionId, FunctionKind, Module};

/// Empties those that are neither exported nor called. js-sys has one for each of its functions that takes a closure,
/// and describes it to wasm-bindgen by its place in the table of functions: there they stay, and keep
/// alive what they call, when the descriptions are gone.
pub fn empty(file: &Path) -> anyhow::Result<()> {
    let mut module = Module::from_file(file)?;
    let mut used = Used::default();
    for export in module.exports.iter() {
        if let ExportItem::Function(function) = export.item {
            used.0.insert(function);
        }
    }
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut used, function, function.entry_block());
    }
    for function in module.funcs.iter_mut() {
        let name = function.name.as_deref().unwrap_or_default();
        let is_invoker = name.contains("wasm_bindgen") && name.contains("closures::_::invoke");
        if !is_invoker || used.0.contains(&function.id()) {
            continue;
        }
        if let FunctionKind::Local(function) = &mut function.kind {
            let mut body = function.builder_mut().func_body();
            let instructions = body.instrs_mut();
            instructions.clear();
            instructions.push((Instr::Unreachable(Unreachable {}), Default::default()));
        }
    }
    module.emit_wasm_file(file)
}

/// The functions that are exported or called by their names.
#[derive(Default)]
struct Used(HashSet<FunctionId>);

impl Visitor<'_> for Used {
    fn visit_call(&mut self, call: &Call) {
        self.0.insert(call.func);
    }
}
