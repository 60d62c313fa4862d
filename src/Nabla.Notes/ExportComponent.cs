[assembly: Nabla.ExportComponent("notes")]
