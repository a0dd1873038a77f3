//! The functions by which JavaScript calls closures.

use std::collections::HashSet;
use std::path::Path;

use walrus::ir::{Instr, Unreachable};
use walrus::{ExportItem, FunctionKind, Module};

/// Empties those that are not exported. js-sys has one for each of its functions that takes a closure,
/// and describes it to wasm-bindgen by its place in the table of functions: there they stay, and keep
/// alive what they call, when the descriptions are gone.
pub fn empty(file: &Path) -> anyhow::Result<()> {
    let mut module = Module::from_file(file)?;
    let exported: HashSet<_> = module
        .exports
        .iter()
        .filter_map(|export| match export.item {
            ExportItem::Function(function) => Some(function),
            _ => None,
        })
        .collect();
    for function in module.funcs.iter_mut() {
        let name = function.name.as_deref().unwrap_or_default();
        let is_invoker = name.contains("wasm_bindgen") && name.contains("closures::_::invoke");
        if !is_invoker || exported.contains(&function.id()) {
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
